package dev.postern.samples;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table {@code signing_keys(kid, secret)} and just the SQL that a look-up in it needs. The text of a query is read from
 * its first to its last character, quotes and comments included, as a database reads it: whatever got into the text
 * counts.
 *
 * <pre>
 * query:     select { UNION select }
 * select:    SELECT value { , value } [ FROM signing_keys [ WHERE condition ] ]
 * condition: value = value { OR value = value }
 * value:     'text' | number | kid | secret
 * </pre>
 */
final class KeyTable {
    private static final Pattern IGNORED = Pattern.compile("(?:\\s|--[^\\n]*|/\\*(?s:.*?)\\*/)+");
    private static final Pattern TOKEN = Pattern.compile("'(?:[^']|'')*'|[A-Za-z_]\\w*|[0-9]+|[=,]");
    private static final String END = "";

    private final List<Map<String, String>> rows;

    /** The query is not SQL, or not about this table. */
    static final class SqlException extends Exception {
        private static final long serialVersionUID = 1;

        SqlException(String message) {
            super(message);
        }
    }

    KeyTable(Map<String, String> secretsByKid) {
        rows = secretsByKid.entrySet().stream()
                .map(key -> Map.of("kid", key.getKey(), "secret", key.getValue()))
                .toList();
    }

    /** The first column of the first row that the query answers, if it answers any. */
    Optional<String> first(String sql) throws SqlException {
        return new Query(sql).answer().stream().map(row -> row.get(0)).findFirst();
    }

    private final class Query {
        private final Deque<String> tokens;
        private int width;

        Query(String sql) throws SqlException {
            tokens = tokens(sql);
        }

        Set<List<String>> answer() throws SqlException {
            Set<List<String>> all = new LinkedHashSet<>();
            do {
                all.addAll(select());
            } while (take("UNION"));
            if (!tokens.isEmpty()) {
                throw new SqlException("syntax error near " + tokens.peek());
            }
            return all;
        }

        private List<List<String>> select() throws SqlException {
            demand("SELECT");
            List<Function<Map<String, String>, String>> columns = new ArrayList<>();
            do {
                columns.add(value());
            } while (take(","));
            if (width != 0 && width != columns.size()) {
                throw new SqlException("each select of a union has the same number of columns");
            }
            width = columns.size();
            // Without a table there is one row, which has no columns of its own.
            List<Map<String, String>> source = List.of(Map.of());
            Predicate<Map<String, String>> condition = row -> true;
            if (take("FROM")) {
                demand("SIGNING_KEYS");
                source = rows;
                condition = take("WHERE") ? condition() : condition;
            }
            return source.stream()
                    .filter(condition)
                    .map(row ->
                            columns.stream().map(column -> column.apply(row)).toList())
                    .toList();
        }

        private Predicate<Map<String, String>> condition() throws SqlException {
            Predicate<Map<String, String>> any = comparison();
            while (take("OR")) {
                any = any.or(comparison());
            }
            return any;
        }

        private Predicate<Map<String, String>> comparison() throws SqlException {
            Function<Map<String, String>, String> left = value();
            demand("=");
            Function<Map<String, String>, String> right = value();
            return row -> left.apply(row).equals(right.apply(row));
        }

        private Function<Map<String, String>, String> value() throws SqlException {
            String token = tokens.isEmpty() ? END : tokens.remove();
            if (token.startsWith("'")) {
                String text = token.substring(1, token.length() - 1).replace("''", "'");
                return row -> text;
            }
            if (token.matches("[0-9]+")) {
                return row -> token;
            }
            String column = token.toLowerCase(Locale.ROOT);
            if (column.equals("kid") || column.equals("secret")) {
                return row -> row.getOrDefault(column, "");
            }
            throw new SqlException("syntax error near " + token);
        }

        private void demand(String word) throws SqlException {
            if (!take(word)) {
                throw new SqlException("expected " + word);
            }
        }

        private boolean take(String word) {
            boolean next = !tokens.isEmpty() && tokens.peek().equalsIgnoreCase(word);
            if (next) {
                tokens.remove();
            }
            return next;
        }
    }

    private static Deque<String> tokens(String sql) throws SqlException {
        Deque<String> tokens = new ArrayDeque<>();
        Matcher ignored = IGNORED.matcher(sql);
        Matcher token = TOKEN.matcher(sql);
        int at = 0;
        while (at < sql.length()) {
            if (ignored.region(at, sql.length()).lookingAt()) {
                at = ignored.end();
            } else if (token.region(at, sql.length()).lookingAt()) {
                tokens.add(token.group());
                at = token.end();
            } else {
                throw new SqlException("unrecognized token at " + at);
            }
        }
        return tokens;
    }
}
