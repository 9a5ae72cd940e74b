package dev.holdfast.setup;

/** The rule that agents read. */
final class RulePart implements Part {

    private final String file;

    RulePart(String file) {
        this.file = file;
    }

    @Override
    public String file() {
        return file;
    }

    @Override
    public String alone() {
        return RuleBlock.TEXT;
    }

    @Override
    public String into(String there) throws Left {
        return RuleBlock.into(there).orElseThrow(RulePart::unpaired);
    }

    @Override
    public String outOf(String there) throws Left {
        return RuleBlock.outOf(there).orElseThrow(RulePart::unpaired);
    }

    private static Left unpaired() {
        return new Left("Its markers " + RuleBlock.BEGIN + " and " + RuleBlock.END
                + " do not pair, so it was left alone; mend them and call again.");
    }
}
