package dev.postern.examples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** An XML report of Surefire or Failsafe. */
record TestReport(List<Case> cases) {

    /**
     * One test.
     *
     * @param problem what became of it: {@code skipped}, {@code failure}, {@code error}, {@code flakyFailure} …; empty where
     *     it passed
     */
    record Case(String className, String name, Optional<String> problem, String message) {}

    static TestReport of(Consumer project, String name) {
        try {
            var document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(project.file(name).toFile());
            var nodes = document.getElementsByTagName("testcase");
            var cases = new ArrayList<Case>();
            for (var i = 0; i < nodes.getLength(); i++) {
                cases.add(of((Element) nodes.item(i)));
            }
            return new TestReport(List.copyOf(cases));
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException("cannot read " + name, e);
        }
    }

    private static Case of(Element test) {
        var children = test.getChildNodes();
        for (var i = 0; i < children.getLength(); i++) {
            if (children.item(i) instanceof Element child && !child.getTagName().startsWith("system-")) {
                return new Case(
                        test.getAttribute("classname"),
                        test.getAttribute("name"),
                        Optional.of(child.getTagName()),
                        child.getAttribute("message"));
            }
        }
        return new Case(test.getAttribute("classname"), test.getAttribute("name"), Optional.empty(), "");
    }

    List<String> passed() {
        return cases.stream().filter(c -> c.problem().isEmpty()).map(Case::name).toList();
    }

    List<Case> with(String problem) {
        return cases.stream()
                .filter(c -> c.problem().filter(problem::equals).isPresent())
                .toList();
    }
}
