package dev.postern.samples;

import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import java.io.IOException;
import java.util.Map;
import wiremock.jakarta.servlet.RequestDispatcher;
import wiremock.jakarta.servlet.http.HttpServletRequest;
import wiremock.jakarta.servlet.http.HttpServletResponse;
import wiremock.org.eclipse.jetty.server.Request;
import wiremock.org.eclipse.jetty.server.handler.ErrorHandler;
import wiremock.org.eclipse.jetty.servlet.ServletContextHandler;

/**
 * WireMock's server, which by itself answers a lone {@code %} in a query or a form with status 500 and its stack trace.
 * An API that is to be a model says 400, and nothing about itself.
 */
final class TerseHttpServer extends Jetty11HttpServer {
    TerseHttpServer(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
        super(options, admin, stubs);
    }

    @Override
    protected void decorateMockServiceContextAfterConfig(ServletContextHandler context) {
        super.decorateMockServiceContextAfterConfig(context);
        context.setErrorHandler(new TerseErrors());
    }

    private static final class TerseErrors extends ErrorHandler {
        @Override
        public void handle(String target, Request baseRequest, HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            boolean unreadable =
                    request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof IllegalArgumentException;
            int status = unreadable ? HttpServletResponse.SC_BAD_REQUEST : response.getStatus();
            Answer answer = Answer.json(status, Map.of("error", unreadable ? "bad_request" : "internal_error"));
            baseRequest.setHandled(true);
            response.setStatus(status);
            answer.headers().forEach(response::setHeader);
            response.getWriter().write(answer.body());
        }
    }
}
