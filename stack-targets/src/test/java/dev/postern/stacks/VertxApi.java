package dev.postern.stacks;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.JWTAuthHandler;
import java.net.URI;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The API on Vert.x Web, with the handler for JWTs that it brings. */
final class VertxApi implements Api {

    /** Refusals are logged as if they were accidents. */
    private static final Logger REFUSALS = Logger.getLogger("io.vertx.ext.web.RoutingContext");

    private final Vertx vertx;
    private final HttpServer server;

    private VertxApi(Vertx vertx, HttpServer server) {
        this.vertx = vertx;
        this.server = server;
    }

    static VertxApi start(Issuer issuer) {
        REFUSALS.setLevel(Level.OFF);
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
        var tokens = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addJwk(new JsonObject(issuer.key().toPublicJWK().toJSONObject()))
                        .setJWTOptions(new JWTOptions().setIssuer(Issuer.NAME).addAudience(Issuer.AUDIENCE)));
        var router = Router.router(vertx);
        route(router, tokens, "/notes", "notes:read", NOTES);
        route(router, tokens, "/export", "notes:export", EXPORT);
        var server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "localhost")
                .await();
        return new VertxApi(vertx, server);
    }

    private static void route(Router router, JWTAuth tokens, String path, String scope, String body) {
        router.get(path)
                .handler(JWTAuthHandler.create(tokens).withScope(scope))
                .handler(context -> context.response()
                        .putHeader("Content-Type", "application/json")
                        .end(body));
    }

    @Override
    public URI url() {
        return URI.create("http://localhost:" + server.actualPort());
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
