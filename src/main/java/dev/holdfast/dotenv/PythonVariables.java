package dev.holdfast.dotenv;

/**
 * Whether python-dotenv would fill something into a value: {@code ${NAME}} or {@code ${NAME:-default}}, in every kind of
 * quotes, with no way to say that it is meant literally.
 */
final class PythonVariables {

    private PythonVariables() {}

    /** Walks from the end, so that the time is in proportion to the length whatever the value. */
    static boolean isIn(char[] value) {
        int nextStop = -1;
        boolean braceBehind = false;
        boolean braceBehindStop = false;
        for (int i = value.length - 1; i >= 0; i--) {
            if (value[i] == '{' && i > 0 && value[i - 1] == '$' && nextStop >= 0) {
                boolean hasDefault =
                        value[nextStop] == ':' && nextStop + 1 < value.length && value[nextStop + 1] == '-';
                if (value[nextStop] == '}' || (hasDefault && braceBehindStop)) {
                    return true;
                }
            }
            if (value[i] == '}' || value[i] == ':') {
                nextStop = i;
                braceBehindStop = braceBehind;
                braceBehind |= value[i] == '}';
            }
        }
        return false;
    }
}
