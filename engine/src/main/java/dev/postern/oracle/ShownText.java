package dev.postern.oracle;

import dev.postern.api.http.WireResponse;
import java.util.List;

/** What the body of an answer shows: its text as it came, and its values with their escapes undone. */
final class ShownText {

    private final WireResponse response;
    private final String text;
    private List<Node> leaves;

    ShownText(WireResponse response) {
        this.response = response;
        this.text = response.body().text();
    }

    boolean contains(String wanted) {
        return text.contains(wanted)
                || (mayHaveEscapes()
                        && leaves().stream().anyMatch(leaf -> leaf.value().contains(wanted)));
    }

    /** Without one, every value stands in the text as it is. */
    private boolean mayHaveEscapes() {
        return text.indexOf('\\') >= 0 || text.indexOf('&') >= 0;
    }

    private List<Node> leaves() {
        if (leaves == null) {
            leaves = Fingerprint.of(response, ReflectedInput.NONE).leaves();
        }
        return leaves;
    }
}
