package dev.postern.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every relative link of every page leads to a file that is there, and its anchor to a heading. */
class LinksTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> NO_PAGES = Set.of("target", ".git", "node_modules", "postern-reports");

    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```");
    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|<img[^>]*\\bsrc=\"([^\"]+)\"");
    private static final Pattern SCHEME = Pattern.compile("^[a-z][a-z0-9+.-]*:");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *#*$");

    static Stream<Path> pages() throws IOException {
        var pages = new ArrayList<Path>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return NO_PAGES.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".md")) {
                    pages.add(ROOT.relativize(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return pages.stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void relative_links_lead_somewhere(Path page) throws IOException {
        assertThat(links(ROOT.resolve(page))).allSatisfy(link -> {
            var parts = link.split("#", 2);
            var to = parts[0].isEmpty()
                    ? ROOT.resolve(page)
                    : ROOT.resolve(page).resolveSibling(parts[0]).normalize();
            assertThat(to).as("the link %s in %s", link, page).startsWith(ROOT).exists();
            if (parts.length == 2) {
                assertThat(anchors(to)).as("anchors for %s in %s", link, page).contains(parts[1]);
            }
        });
    }

    private static List<String> links(Path page) throws IOException {
        var prose = CODE.matcher(FENCE.matcher(Files.readString(page)).replaceAll(""))
                .replaceAll("code");
        return LINK.matcher(prose)
                .results()
                .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                .filter(link -> !SCHEME.matcher(link).find())
                .toList();
    }

    /** The anchors that GitHub gives to headings. */
    private static Set<String> anchors(Path page) {
        var seen = new HashMap<String, Integer>();
        var anchors = new HashSet<String>();
        for (var heading : headings(page)) {
            var anchor = heading.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            var times = seen.merge(anchor, 1, Integer::sum);
            anchors.add(times == 1 ? anchor : anchor + "-" + (times - 1));
        }
        return anchors;
    }

    private static List<String> headings(Path page) {
        try {
            return HEADING.matcher(FENCE.matcher(Files.readString(page)).replaceAll(""))
                    .results()
                    .map(match -> match.group(1))
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
