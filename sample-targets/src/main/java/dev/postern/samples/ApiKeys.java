package dev.postern.samples;

import dev.postern.samples.Accounts.Account;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** API keys in the header {@code X-API-Key}. */
final class ApiKeys implements Authentication {
    static final String HEADER = "X-API-Key";
    private static final String CHALLENGE = "ApiKey realm=\"orders\"";

    /** {@code pk_} and the eight digits of the readable id. */
    private static final int ID_LENGTH = 11;

    private final List<Account> owners;
    private final BiPredicate<String, String> matches;
    private final boolean presenceSuffices;
    private final Set<String> queryParameters;

    ApiKeys(List<Account> owners, Defences defences) {
        this.owners = List.copyOf(owners);
        this.matches = defences.apiKeyMatches;
        this.presenceSuffices = defences.apiKeyPresenceSuffices;
        this.queryParameters = defences.apiKeyQueryParameters;
    }

    @Override
    public Caller authenticate(Call call) {
        String presented = presented(call).orElseThrow(() -> Refusal.unauthorized(CHALLENGE));
        return owners.stream()
                .filter(owner -> matches.test(presented, owner.secret()))
                .findFirst()
                .or(() -> presenceSuffices ? owners.stream().findFirst() : Optional.empty())
                .map(Account::caller)
                .orElseThrow(() -> Refusal.unauthorized(CHALLENGE));
    }

    private Optional<String> presented(Call call) {
        List<String> values = call.headerValues(HEADER);
        if (values.size() > 1) {
            return Optional.empty();
        }
        return values.stream()
                .findFirst()
                .filter(value -> !value.isEmpty())
                .or(() -> queryParameters.stream()
                        .flatMap(name -> call.queryValue(name).stream())
                        .findFirst());
    }

    /** Whole and exact, in a time that tells nothing. */
    static boolean same(String presented, String known) {
        return MessageDigest.isEqual(
                presented.getBytes(StandardCharsets.UTF_8), known.getBytes(StandardCharsets.UTF_8));
    }

    /** The key is found by its readable id, and the rest of it is not looked at. */
    static boolean sameId(String presented, String known) {
        return presented.startsWith(known.substring(0, ID_LENGTH));
    }

    /** {@code WHERE api_key LIKE ?}: the presented key is a pattern. */
    static boolean like(String presented, String known) {
        String pattern = presented
                .codePoints()
                .mapToObj(c -> switch (c) {
                    case '%' -> ".*";
                    case '_' -> ".";
                    default -> Pattern.quote(Character.toString(c));
                })
                .collect(Collectors.joining());
        return Pattern.matches(pattern, known);
    }
}
