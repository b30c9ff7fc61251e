package dev.postern.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whose certificates are believed: the platform's authorities, and those of the target's PEM file. */
final class Trust {

    private final Optional<Path> pem;
    private SSLContext context;

    Trust(Optional<Path> pem) {
        this.pem = pem;
    }

    /** The TLS context, made at first use: a plan, or a target without TLS, need not load any trust store. */
    synchronized SSLContext context() throws TlsException {
        if (context == null) {
            try {
                var tls = SSLContext.getInstance("TLS");
                tls.init(null, managers(everything()).getTrustManagers(), null);
                context = tls;
            } catch (IOException | GeneralSecurityException e) {
                throw new TlsException(
                        pem.map(p -> "the certificates in " + p + " (`tls: trust:`) cannot be read")
                                .orElse("the platform's trust store cannot be read"),
                        e);
            }
        }
        return context;
    }

    private KeyStore everything() throws IOException, GeneralSecurityException {
        var all = KeyStore.getInstance(KeyStore.getDefaultType());
        all.load(null, null);
        var n = 0;
        for (var manager : managers(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager platform) {
                for (var issuer : platform.getAcceptedIssuers()) {
                    all.setCertificateEntry("platform-" + n++, issuer);
                }
            }
        }
        if (pem.isPresent()) {
            try (var in = Files.newInputStream(pem.get())) {
                for (var own : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    all.setCertificateEntry("target-" + n++, own);
                }
            }
        }
        return all;
    }

    private static TrustManagerFactory managers(KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
