package dev.holdfast.services;

import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips or fails a class whose {@link RequiresService servers} are nowhere to be had. */
final class ServiceExtension implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), RequiresService.class)
                .map(required -> evaluate(required.value()))
                .orElseGet(() -> ConditionEvaluationResult.enabled("asked for the class"));
    }

    private static ConditionEvaluationResult evaluate(Service[] services) {
        return Arrays.stream(services)
                .filter(service -> Source.of(service).isEmpty())
                .findFirst()
                .map(Service::missing)
                .map(Absence::report)
                .map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("all servers can be had"));
    }
}
