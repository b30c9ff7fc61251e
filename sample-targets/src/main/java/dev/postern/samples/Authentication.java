package dev.postern.samples;

/** One way to find out who is calling. */
@FunctionalInterface
interface Authentication {
    /** Answers the caller, or throws the {@link Refusal} that fits. */
    Caller authenticate(Call call);
}
