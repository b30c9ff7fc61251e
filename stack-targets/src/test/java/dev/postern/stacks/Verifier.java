package dev.postern.stacks;

import java.util.Optional;

/** What an API makes of a bearer token. An exception is one that the author did not expect: the answer is a 500. */
@FunctionalInterface
interface Verifier {

    /** The caller, or nothing where the token is refused. */
    Optional<Caller> verify(String token) throws Exception;
}
