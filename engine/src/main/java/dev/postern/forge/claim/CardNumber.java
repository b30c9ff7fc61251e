package dev.postern.forge.claim;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Payment card numbers (ISO/IEC 7812): issuer range, length that goes with it, check digit. Ranges in which ordinary
 * numbers often lie (Maestro, 13-digit Visa) are left out: one number in ten has a right check digit by chance.
 */
final class CardNumber {

    private static final Pattern GROUPED = Pattern.compile("\\d{4}([ -])\\d{4,6}\\1\\d{4,5}(\\1\\d{2,4})?");
    private static final Pattern PLAIN = Pattern.compile("\\d{14,19}");

    private enum Brand {
        VISA("4\\d{15}"),
        MASTERCARD("(5[1-5]\\d{2}|222[1-9]|22[3-9]\\d|2[3-6]\\d{2}|27[01]\\d|2720)\\d{12}"),
        AMEX("3[47]\\d{13}"),
        DINERS("3(0[0-5]|[689]\\d)\\d{11}"),
        DISCOVER("(6011|64[4-9]\\d|65\\d{2})\\d{12}"),
        JCB("35(2[89]|[3-8]\\d)\\d{12}");

        private final Pattern numbers;

        Brand(String numbers) {
            this.numbers = Pattern.compile(numbers);
        }
    }

    private CardNumber() {}

    /** The brand, if the whole text is a card number: digits, or digits in groups. */
    static Optional<String> brand(String text) {
        if (!PLAIN.matcher(text).matches() && !isGrouped(text)) {
            return Optional.empty();
        }
        var digits = text.replaceAll("[ -]", "");
        for (var brand : Brand.values()) {
            if (brand.numbers.matcher(digits).matches() && luhn(digits)) {
                return Optional.of(brand.name());
            }
        }
        return Optional.empty();
    }

    /** Written as it is printed on a card, which no other number is. */
    static boolean isGrouped(String text) {
        return GROUPED.matcher(text).matches();
    }

    /** ISO/IEC 7812-1 annex B. */
    static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 1 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }
}
