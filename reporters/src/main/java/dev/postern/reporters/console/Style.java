package dev.postern.reporters.console;

import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;

/**
 * How a console may be written to.
 *
 * @param progress whether a line may be overwritten
 * @param colour whether ANSI colours may be used
 * @param unicode whether anything beyond ASCII may be used
 * @param brief whether what holds and what is not covered is told in one line
 * @param findings whether findings are told; a build tool tells them itself, from the failures of its tests
 */
record Style(boolean progress, boolean colour, boolean unicode, boolean brief, boolean findings) {

    /** Lines of ASCII. */
    static final Style PLAIN = new Style(false, false, false, false, true);

    /**
     * What suits this process; empty where nothing may be written.
     *
     * @param setting {@code off}, {@code plain}, {@code brief} or {@code auto}
     * @param terminal whether somebody looks at the output as it appears
     * @param buildTool whether a build tool prints the messages of tests that fail
     * @param charset what standard output is encoded in
     */
    static Optional<Style> of(
            String setting, boolean terminal, boolean buildTool, Map<String, String> environment, Charset charset) {
        var unicode = charset.name().startsWith("UTF-");
        return switch (setting) {
            case "off" -> Optional.empty();
            case "plain" -> Optional.of(new Style(false, false, unicode, false, true));
            default -> {
                var attended = terminal && environment.getOrDefault("CI", "").isEmpty();
                // https://no-color.org: any value but the empty one
                var colour = attended
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !environment.getOrDefault("TERM", "").equals("dumb");
                var brief = setting.equals("brief");
                yield Optional.of(new Style(attended, colour, unicode, brief, brief || !buildTool));
            }
        };
    }
}
