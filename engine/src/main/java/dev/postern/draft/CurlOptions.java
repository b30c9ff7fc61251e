package dev.postern.draft;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The options of curl up to 8.16, and which of them take a value: without that a command cannot be taken apart. */
final class CurlOptions {

    private static final Set<String> WITH_VALUE = names("""
            abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout
            connect-to continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary
            data-raw data-urlencode delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url
            dump-header ech egd-file engine etag-compare etag-save expect100-timeout form form-string ftp-account
            ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode happy-eyeballs-timeout-ms haproxy-clientip
            header help hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway json keepalive-cnt
            keepalive-time key key-type krb libcurl limit-rate local-port login-options mail-auth mail-from
            mail-rcpt max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer output output-dir
            parallel-max parallel-max-host pass pinnedpubkey preproxy proto proto-default proto-redir proxy
            proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key
            proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype
            proxy-tlspassword proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file range rate referer request
            request-target resolve retry retry-delay retry-max-time sasl-authzid service-name sigalgs
            signature-algorithms socks4 socks4a socks5 socks5-gssapi-service socks5-hostname speed-limit speed-time
            stderr telnet-option tftp-blksize time-cond tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace
            trace-ascii trace-config unix-socket upload-file upload-flags url url-query user user-agent variable
            vlan-priority write-out""");

    private static final Set<String> FLAGS = names("""
            anyauth append basic ca-native cert-status compressed compressed-ssh create-dirs crlf digest disable
            disable-eprt disable-epsv disallow-username-in-url doh-cert-status doh-insecure fail fail-early
            fail-with-body false-start follow form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip
            ftp-ssl-ccc ftp-ssl-control get globoff haproxy-protocol head http0.9 http1.0 http1.1 http2
            http2-prior-knowledge http3 http3-only ignore-content-length include insecure ipv4 ipv6
            junk-session-cookies list-only location location-trusted mail-rcpt-allowfails manual metalink mptcp
            negotiate netrc netrc-optional next no-alpn no-buffer no-clobber no-keepalive no-npn no-progress-meter
            no-sessionid ntlm ntlm-wb out-null parallel parallel-immediate path-as-is post301 post302 post303
            progress-bar proxy-anyauth proxy-basic proxy-ca-native proxy-digest proxy-http2 proxy-insecure
            proxy-negotiate proxy-ntlm proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsv1 proxytunnel raw
            remote-header-name remote-name remote-name-all remote-time remove-on-error retry-all-errors
            retry-connrefused sasl-ir show-error silent skip-existing socks5-basic socks5-gssapi socks5-gssapi-nec
            ssl ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort sslv2 sslv3
            styled-output suppress-connect-headers tcp-fastopen tcp-nodelay tftp-no-options tls-earlydata tlsv1
            tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace-ids trace-time use-ascii verbose version xattr""");

    private static final Map<Character, String> SHORT = Map.ofEntries(
            Map.entry('A', "user-agent"),
            Map.entry('C', "continue-at"),
            Map.entry('D', "dump-header"),
            Map.entry('E', "cert"),
            Map.entry('F', "form"),
            Map.entry('G', "get"),
            Map.entry('H', "header"),
            Map.entry('I', "head"),
            Map.entry('K', "config"),
            Map.entry('P', "ftp-port"),
            Map.entry('Q', "quote"),
            Map.entry('T', "upload-file"),
            Map.entry('U', "proxy-user"),
            Map.entry('X', "request"),
            Map.entry('Y', "speed-limit"),
            Map.entry('b', "cookie"),
            Map.entry('c', "cookie-jar"),
            Map.entry('d', "data"),
            Map.entry('e', "referer"),
            Map.entry('h', "help"),
            Map.entry('k', "insecure"),
            Map.entry('m', "max-time"),
            Map.entry('n', "netrc"),
            Map.entry(':', "next"),
            Map.entry('o', "output"),
            Map.entry('r', "range"),
            Map.entry('t', "telnet-option"),
            Map.entry('u', "user"),
            Map.entry('w', "write-out"),
            Map.entry('x', "proxy"),
            Map.entry('y', "speed-time"),
            Map.entry('z', "time-cond"));

    /** Letters of flags that change nothing in a request. */
    private static final String SHORT_FLAGS = "#0123468BJLMNORSVZafgijlpqsv";

    private CurlOptions() {}

    private static Set<String> names(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    /** Whether curl has a long option of that name. */
    static boolean isKnown(String name) {
        return WITH_VALUE.contains(name)
                || FLAGS.contains(name)
                || (name.startsWith("no-") && FLAGS.contains(name.substring("no-".length())));
    }

    /** Whether the next word, or the rest of the word, is its value. */
    static boolean takesValue(String name) {
        return WITH_VALUE.contains(name);
    }

    /** The long name of a letter; {@code silent} stands for all that change nothing. Empty where curl has no such. */
    static Optional<String> ofLetter(char letter) {
        var silent = SHORT_FLAGS.indexOf(letter) >= 0;
        return Optional.ofNullable(SHORT.get(letter)).or(() -> silent ? Optional.of("silent") : Optional.empty());
    }

    /** All long names, for hints. */
    static Set<String> names() {
        return Stream.concat(WITH_VALUE.stream(), FLAGS.stream()).collect(Collectors.toSet());
    }
}
