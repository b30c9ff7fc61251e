package dev.postern.reporters.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.api.audit.Audit;
import dev.postern.reporters.SampleAudit;
import dev.postern.reporters.summary.Findings;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class HtmlReporterTest {

    private static final Pattern OWN_TEXT = Pattern.compile("(?s)(<(style|script)[^>]*>)(.*?)(</\\2>)");
    private static final String HOSTILE =
            "</script></title><img src=x onerror=alert(1)>'\"&<!--]]>\u0000\u001b[31m\u202e\ud800`[x](javascript:alert(1))";

    @TempDir
    Path folder;

    @Test
    void page_is_well_formed_and_names_each_thing_once() throws Exception {
        for (var audit : List.of(
                SampleAudit.realistic(),
                SampleAudit.clean(),
                SampleAudit.interrupted(),
                SampleAudit.spicedWith(HOSTILE))) {
            var page = parse(render(audit));

            assertThat(attributes(page, "id")).doesNotHaveDuplicates();
        }
    }

    @Test
    void links_within_the_page_lead_somewhere() throws Exception {
        var page = parse(render(SampleAudit.realistic()));
        var ids = attributes(page, "id");

        assertThat(attributes(page, "href").stream().filter(h -> h.startsWith("#")))
                .isNotEmpty()
                .allSatisfy(h -> assertThat(ids).contains(h.substring(1)));
    }

    @Test
    void what_is_partly_verified_is_drawn_apart_from_what_holds_with_what_is_missing_and_its_remedy() throws Exception {
        var page = parse(render(SampleAudit.realistic()));

        assertThat(elements(page, "li").stream()
                        .filter(li -> li.getAttribute("class").equals("partly"))
                        .map(Element::getTextContent))
                .containsExactly("◐1 partly verified");
        var control = elements(page, "details").stream()
                .filter(d -> d.getAttribute("id").equals("control-tenants-and-limits"))
                .map(Element::getTextContent)
                .findFirst()
                .orElseThrow();
        assertThat(control)
                .startsWith("◐ partly verified")
                .contains("Not verified", "ratelimit.enforced on GET /tenants/{tenant}/orders", "declare the limit");
    }

    @Test
    void each_finding_is_told_with_proof_and_remedy() throws Exception {
        var audit = SampleAudit.realistic();
        var articles = elements(parse(render(audit)), "article").stream()
                .filter(a -> a.getAttribute("class").startsWith("finding"))
                .map(Element::getTextContent)
                .toList();

        for (var finding : Findings.of(audit).all()) {
            assertThat(articles)
                    .anySatisfy(text -> assertThat(text)
                            .contains(finding.check().title(), finding.check().id(), "curl -sS", "Why it matters")
                            .contains(finding.places()));
        }
        assertThat(articles.get(0)).contains("Unsigned tokens are rejected");
    }

    @Test
    void controls_and_their_verdicts_can_be_read_without_script() throws Exception {
        var audit = SampleAudit.realistic();
        var text = parse(render(audit)).getDocumentElement().getTextContent();

        assertThat(audit.plan().controls())
                .allSatisfy(c -> assertThat(text).contains(c.control().title()));
        assertThat(audit.results().values())
                .allSatisfy(r -> assertThat(text).contains(r.verdict().words().replace("`", "")));
    }

    @Test
    void a_hostile_target_adds_no_element_and_no_handler() throws Exception {
        var page = parse(render(SampleAudit.spicedWith(HOSTILE)));
        var harmless = parse(render(SampleAudit.spicedWith("x")));

        assertThat(elements(page, "img")).isEmpty();
        assertThat(elements(page, "script")).hasSize(2);
        // Back quotes in words make code of them, which is harmless.
        assertThat(elements(page, "*").size() - elements(page, "code").size())
                .isEqualTo(elements(harmless, "*").size()
                        - elements(harmless, "code").size());
        assertThat(names(page)).noneMatch(n -> n.startsWith("on")).doesNotContain("style", "src", "srcset");
        assertThat(attributes(page, "href")).allMatch(h -> h.startsWith("#") || h.startsWith("https://"));
        assertThat(page.getDocumentElement().getTextContent()).doesNotContain("\u202e", "\u001b");
    }

    @Test
    void evidence_is_json_whatever_the_target_says() throws Exception {
        var html = render(SampleAudit.spicedWith(HOSTILE));
        var evidence = ownTexts(html).get(1);

        assertThat(evidence).doesNotContain("<", ">", "&");
        assertThat(new ObjectMapper().readTree(evidence).path("c").size()).isPositive();
    }

    @Test
    void nothing_is_loaded_from_elsewhere() throws Exception {
        var html = render(SampleAudit.realistic());
        var page = parse(html);

        assertThat(elements(page, "link")).isEmpty();
        assertThat(elements(page, "iframe")).isEmpty();
        assertThat(names(page)).doesNotContain("src", "srcset", "action", "background", "poster", "data");
        assertThat(ownTexts(html).get(0)).doesNotContain("url(", "@import", "http");
        assertThat(ownTexts(html).get(2)).doesNotContain("http", "fetch(", "import(", "innerHTML", "eval(");
        assertThat(attributes(page, "href").stream().filter(h -> !h.startsWith("#")))
                .isNotEmpty()
                .allMatch(h -> h.startsWith("https://"));
    }

    @Test
    void policy_admits_this_style_and_this_script_only() throws Exception {
        var html = render(SampleAudit.realistic());
        var own = ownTexts(html);
        var policy = attributes(parse(html), "content").stream()
                .filter(c -> c.startsWith("default-src"))
                .findFirst()
                .orElseThrow();

        assertThat(policy)
                .isEqualTo("default-src 'none'; style-src '" + hash(own.get(0)) + "'; script-src '" + hash(own.get(2))
                        + "'; base-uri 'none'; form-action 'none'");
    }

    @Test
    void equal_audits_give_equal_pages() throws IOException {
        assertThat(render(SampleAudit.realistic())).isEqualTo(render(SampleAudit.realistic()));
    }

    @Test
    void five_thousand_cases_stay_below_fifteen_megabytes() throws IOException {
        assertThat(render(SampleAudit.large(5_000)).getBytes(StandardCharsets.UTF_8).length)
                .isLessThan(15_000_000);
    }

    @Test
    void matrix_shows_a_breach_in_words_and_symbol() throws Exception {
        var cells = elements(parse(render(SampleAudit.realistic())), "td").stream()
                .filter(c -> c.getAttribute("class").equals("breach"))
                .toList();

        assertThat(cells).singleElement().satisfies(c -> {
            assertThat(c.getTextContent()).isEqualTo("⇄ others’ data");
            assertThat(c.getAttribute("title"))
                    .isEqualTo("bob on GET /orders/{id}: must be granted; was granted; reached what is another's");
        });
    }

    @Test
    void the_secret_of_the_target_file_is_not_in_it() throws IOException {
        assertThat(render(SampleAudit.realistic())).doesNotContain(SampleAudit.SECRET);
    }

    private String render(Audit audit) throws IOException {
        new HtmlReporter().auditFinished(audit, folder);
        return Files.readString(folder.resolve(HtmlReporter.FILE));
    }

    /** Style, evidence, script. */
    private static List<String> ownTexts(String html) {
        var texts = new ArrayList<String>();
        var matcher = OWN_TEXT.matcher(html);
        while (matcher.find()) {
            texts.add(matcher.group(3));
        }
        assertThat(texts).hasSize(3);
        return texts;
    }

    // The page is XML but for its own style and script, which HTML does not escape.
    private static Document parse(String html) throws Exception {
        var xml = OWN_TEXT.matcher(html.replace("<!DOCTYPE html>\n", "")).replaceAll("$1$4");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static List<Element> elements(Document page, String name) {
        var nodes = page.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static List<String> attributes(Document page, String name) {
        return elements(page, "*").stream()
                .filter(e -> e.hasAttribute(name))
                .map(e -> e.getAttribute(name))
                .toList();
    }

    private static List<String> names(Document page) {
        return elements(page, "*").stream()
                .flatMap(e -> Stream.iterate(0, i -> i + 1)
                        .limit(e.getAttributes().getLength())
                        .map(i -> e.getAttributes().item(i).getNodeName()))
                .distinct()
                .toList();
    }

    private static String hash(String text) throws Exception {
        return "sha256-"
                + Base64.getEncoder()
                        .encodeToString(
                                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
