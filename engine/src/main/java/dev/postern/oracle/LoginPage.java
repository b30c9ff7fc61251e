package dev.postern.oracle;

import dev.postern.api.http.WireResponse;
import java.util.regex.Pattern;

/** A page that asks for a password, served with status 200. */
final class LoginPage {

    private static final Pattern PASSWORD =
            Pattern.compile("<input\\b[^<>]{0,500}\\btype\\s*=\\s*[\"']?password", Pattern.CASE_INSENSITIVE);
    private static final Pattern LOGIN = Pattern.compile(
            "(<title>|<h1[^<>]{0,200}>|<form\\b[^<>]{0,500}\\baction\\s*=\\s*[\"']?)[^<>\"']{0,200}"
                    + "(log-?\\s?in|sign[-_ ]?in|log-?\\s?on|session/new|anmelde|connexion)",
            Pattern.CASE_INSENSITIVE);

    private LoginPage() {}

    /** Whether the page has an input for a password. */
    static boolean asksForPassword(WireResponse response) {
        return isHtml(response) && PASSWORD.matcher(response.body().text()).find();
    }

    /** Whether the page has such an input, and says that it is for logging in, not for changing the password. */
    static boolean isSurely(WireResponse response) {
        return asksForPassword(response)
                && LOGIN.matcher(response.body().text()).find();
    }

    private static boolean isHtml(WireResponse response) {
        var text = response.body().text().stripLeading();
        return text.startsWith("<") && !text.startsWith("<?xml");
    }
}
