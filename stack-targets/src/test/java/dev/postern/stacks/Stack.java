package dev.postern.stacks;

import java.util.function.Function;

/** A way to verify tokens on the JVM, and the API that does it soundly. */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
enum Stack {
    HAND("JDK and Jackson, by hand", issuer -> NotesApi.start(ByHand.sound(issuer))),
    JJWT("jjwt", issuer -> NotesApi.start(ByJjwt.sound(issuer))),
    JAVA_JWT("java-jwt", issuer -> NotesApi.start(ByJavaJwt.sound(issuer))),
    JOSE4J("jose4j", issuer -> NotesApi.start(ByJose4j.sound(issuer))),
    NIMBUS("Nimbus JOSE+JWT", issuer -> NotesApi.start(ByNimbus.sound(issuer))),
    SMALLRYE("SmallRye JWT", issuer -> NotesApi.start(BySmallRye.sound(issuer))),
    SPRING("Spring Security", SpringApi::start),
    VERTX("Vert.x Web", VertxApi::start);

    private final String title;
    private final Function<Issuer, Api> sound;

    Stack(String title, Function<Issuer, Api> sound) {
        this.title = title;
        this.sound = sound;
    }

    String title() {
        return title;
    }

    /** Whether it refuses extensions that it does not know (RFC 7515 4.1.11). */
    boolean readsCrit() {
        return this != JAVA_JWT && this != VERTX;
    }

    Api startSound() {
        return sound.apply(Issuer.rsa());
    }
}
