package dev.postern.http;

import dev.postern.api.http.Origin;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;

/** Opens connections: every address of the host in turn, no proxy, host names of certificates verified. */
final class Dialer {

    private final Trust trust;

    Dialer(Trust trust) {
        this.trust = trust;
    }

    Connection dial(Origin origin, Abort abort) throws IOException {
        var plain = connect(origin, abort);
        try {
            return new Connection(origin, plain, origin.isSecure() ? secure(plain, origin) : plain);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static Socket connect(Origin origin, Abort abort) throws IOException {
        IOException last = new ConnectException("no address");
        for (var address : InetAddress.getAllByName(origin.host())) {
            var socket = new Socket(Proxy.NO_PROXY);
            abort.guard(socket);
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, origin.port()));
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private Socket secure(Socket plain, Origin origin) throws IOException {
        var host = origin.host().replaceAll("[\\[\\]]", "");
        var tls = (SSLSocket) trust.context().getSocketFactory().createSocket(plain, host, origin.port(), true);
        var parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        try {
            tls.startHandshake();
        } catch (IOException e) {
            throw new TlsException(words(e, origin), e);
        }
        return tls;
    }

    private static String words(IOException failure, Origin origin) {
        var causes = Stream.<Throwable>iterate(failure, t -> t != null, Throwable::getCause)
                .toList();
        if (causes.stream()
                .anyMatch(t ->
                        t instanceof CertificateExpiredException || t instanceof CertificateNotYetValidException)) {
            return "the certificate of " + origin + " is out of date";
        }
        if (causes.stream().anyMatch(CertPathBuilderException.class::isInstance)) {
            return "the certificate of " + origin
                    + " is not trusted; name a PEM file with it, or with its authority, under `tls: trust:` in the target"
                    + " file";
        }
        if (causes.stream().anyMatch(CertificateException.class::isInstance)) {
            return "the certificate of " + origin
                    + " is not for this host name; use a name that it carries in `baseUrl`, or give the server a certificate"
                    + " for this one and trust it under `tls: trust:`";
        }
        return "no TLS connection could be agreed with " + origin
                + "; does it speak TLS at this port, in a version that this JDK allows? (`tls: trust:` names certificates"
                + " to trust)";
    }
}
