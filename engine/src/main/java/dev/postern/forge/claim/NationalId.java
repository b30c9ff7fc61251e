package dev.postern.forge.claim;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Numbers by which a state knows its people, told by form and check digit, and, where those are not enough, by the
 * claim's name as well.
 */
record NationalId(String words, Set<String> names, Pattern form, Predicate<String> checked) {

    private static final String ODD_VALUES = "BAKPLCQDREVOSFTGUHMINJWZYX";

    private static final List<NationalId> KNOWN = List.of(
            rule(
                    "an Italian codice fiscale",
                    Set.of(),
                    "[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]",
                    NationalId::codiceFiscale),
            rule("a Brazilian CPF", Set.of(), "\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}", NationalId::cpf),
            rule("a Brazilian CPF", Set.of("cpf"), "\\d{11}", NationalId::cpf),
            rule(
                    "a Spanish DNI or NIE",
                    Set.of("dni", "nie", "nif", "nationalid"),
                    "[XYZ0-9]\\d{7}[A-Z]",
                    NationalId::dni),
            rule("a Dutch BSN", Set.of("bsn", "burgerservicenummer"), "\\d{9}", NationalId::bsn),
            rule("a Polish PESEL", Set.of("pesel"), "\\d{11}", NationalId::pesel),
            rule(
                    "a Swedish personnummer",
                    Set.of("personnummer", "personalnumber", "pnr"),
                    "(19|20)?\\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])[-+]?\\d{4}",
                    text -> CardNumber.luhn(lastTen(text))),
            // no check digit; areas 000, 666 and 9xx, group 00 and serial 0000 were never given
            rule(
                    "a US social security number",
                    Set.of("ssn", "socialsecuritynumber", "socialsecurity"),
                    "(?!000|666|9)\\d{3}-?(?!00)\\d{2}-?(?!0000)\\d{4}",
                    text -> true));

    private static NationalId rule(String words, Set<String> names, String form, Predicate<String> checked) {
        return new NationalId(words, names, Pattern.compile(form), checked);
    }

    /**
     * Which one the text is, in words.
     *
     * @param name the claim's name, lower case, letters and digits only
     */
    static Optional<String> in(String name, String text) {
        return KNOWN.stream()
                .filter(id -> id.names.isEmpty() || id.names.contains(name))
                .filter(id -> id.form.matcher(text).matches() && id.checked.test(text))
                .map(id -> id.words)
                .findFirst();
    }

    /** The last character is the sum of values by place, modulo 26. */
    private static boolean codiceFiscale(String text) {
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            char c = text.charAt(i);
            char letter = Character.isDigit(c) ? (char) ('A' + c - '0') : c;
            // places are counted from one: the first is odd
            sum += i % 2 == 0 ? ODD_VALUES.indexOf(letter) : letter - 'A';
        }
        return 'A' + sum % 26 == text.charAt(15);
    }

    private static boolean cpf(String text) {
        var digits = text.replaceAll("\\D", "");
        return digits.chars().distinct().count() > 1
                && cpfDigit(digits, 9) == digits.charAt(9) - '0'
                && cpfDigit(digits, 10) == digits.charAt(10) - '0';
    }

    private static int cpfDigit(String digits, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (digits.charAt(i) - '0') * (count + 1 - i);
        }
        return sum * 10 % 11 % 10;
    }

    private static boolean dni(String text) {
        int first = "XYZ".indexOf(text.charAt(0));
        var digits = (first < 0 ? text.substring(0, 1) : String.valueOf(first)) + text.substring(1, 8);
        return "TRWAGMYFPDXBNJZSQVHLCKE".charAt(Integer.parseInt(digits) % 23) == text.charAt(8);
    }

    private static boolean bsn(String text) {
        return weighted(text, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0 && !text.equals("000000000");
    }

    private static boolean pesel(String text) {
        return weighted(text, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0 && !text.equals("00000000000");
    }

    private static int weighted(String digits, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += (digits.charAt(i) - '0') * weights[i];
        }
        return sum;
    }

    private static String lastTen(String text) {
        var digits = text.replaceAll("\\D", "");
        return digits.substring(digits.length() - 10);
    }
}
