package dev.trestle.estimator.quantity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 0 | expected a number with a unit such as 5 MB, the text is empty",
                "MB | 0 | expected a number, not \"MB\"",
                "- | 1 | expected a number, not the end",
                "5 mb | 2 | unknown unit \"mb\": write MB for bytes or Mbit for bits",
                "3 Gb/s | 2 | unknown unit \"Gb\": write GB for bytes or Gbit for bits",
                "3 GBIT | 2 | unknown unit \"GBIT\", did you mean \"Gbit\"?",
                "5 m | 2 | unknown unit \"m\", did you mean \"min\" or \"ms\"?",
                "5 q | 2 | unknown unit \"q\": a noun has two letters or more",
                "5 MB/ | 4 | expected the end of the text, not \"/\"",
                "5 MB photo | 5 | expected the end of the text, not \"photo\"",
                "5 MB; | 4 | expected the end of the text, not \";\"",
                "2..5 MB | 1 | expected one number here, not a range",
                "10,000 user | 2 | a number has no comma in it, write 10000 or 10_000 instead of 10,000",
                "1e999 | 0 | the number 1e999 is too large"
            })
    void namesTheTokenAndWhatIsAllowed(String text, int at, String says) {
        BadText error = assertThrows(BadText.class, () -> Quantity.parse(text));
        assertEquals(says, error.says());
        assertEquals(at, error.at());
        assertTrue(error.getMessage().contains("(at character " + (at + 1) + " of"), error.getMessage());
    }

    @Test
    void eachConvenienceSaysWhatItWants() {
        says("expected a time such as 8 ms or 30 d, not B", () -> Quantity.seconds("8 MB"));
        says("expected a time such as 8 ms or 30 d, not a plain number", () -> Quantity.seconds("8"));
        says("expected an amount of data such as 16 GiB or 5 MB, not s", () -> Quantity.bytes("8 s"));
        says("expected a rate such as 5000/s or 2 request/day, not request", () -> Quantity.perSecond("5 request"));
        says("expected a bandwidth such as 3 Gbit/s or 90 MB/s, not B", () -> Quantity.bytesPerSecond("5 MB"));
        says("expected a ratio such as 99.9 % or 0.5, not user", () -> Quantity.ratio("5 user"));
        says("expected money per time such as 60 kUSD/month, not USD", () -> Quantity.usd("5 USD"));
        says("expected a count such as 240 M or 10 Muser, not B", () -> Quantity.count("5 MB"));
    }

    @Test
    void aMessageIsOneShortLine() {
        BadText error = new BadText("a\nb\t" + "x".repeat(500), 2, "wrong");
        assertEquals(1, error.getMessage().lines().count());
        assertTrue(error.getMessage().length() < 200);
        assertEquals("a b " + "x".repeat(500) + "\n  ^", error.pointed());
    }

    @Test
    void aTextThatIsTooLongIsRefused() {
        says("at most 1000 characters are allowed, not 1001", () -> Quantity.parse("1".repeat(1001)));
    }

    @Test
    void aUnitMustBeThere() {
        says("expected a unit such as MB, Mbit/s or photo/day", () -> Unit.parse("5"));
        says("expected a unit such as MB, s or photo", () -> Unit.parse("MB·"));
    }

    private static void says(String says, Executable parse) {
        assertEquals(says, assertThrows(BadText.class, parse).says());
    }
}
