package dev.trestle.estimator.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.trestle.estimator.quantity.BadText;
import dev.trestle.estimator.quantity.Quantity;
import dev.trestle.estimator.sheet.Sheet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaTest {

    private static final Map<String, String> CELLS = cells();

    private static Map<String, String> cells() {
        Map<String, String> cells = new LinkedHashMap<>();
        cells.put("users", "10 Muser");
        cells.put("uploads", "2 photo/user/month");
        cells.put("photoSize", "5 MB/photo");
        cells.put("peak", "3");
        cells.put("a", "7");
        cells.put("b", "2");
        cells.put("hot-keys", "100");
        cells.put("hot", "50");
        cells.put("upload.average", "8/s");
        cells.put("line", "100 Mbit/s");
        cells.put("user", "4");
        return cells;
    }

    private static Quantity evaluate(String text) {
        return Sheet.of(CELLS).evaluate(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 + 2 * 3 | 7 | 1",
                "(1 + 2) * 3 | 9 | 1",
                "10 - 4 - 3 | 3 | 1",
                "100 / 5 / 2 | 10 | 1",
                "2 ^ 3 ^ 2 | 512 | 1",
                "-2 ^ 2 | -4 | 1",
                "2 ^ -1 | 0.5 | 1",
                "-(3 - 5) | 2 | 1",
                "users * uploads | 7.71604938271605 | photo/s",
                "users * uploads * photoSize | 38580246.91358025 | B/s",
                "20 Muser * 3 photo/user/day | 694.4444444444445 | photo/s",
                "users * uploads * photoSize in Mbit/s | 38580246.91358025 | B/s",
                "ceil(7 / 2) | 4 | 1",
                "ceil(0.3 / 0.1) | 3 | 1",
                "floor(7 / 2) | 3 | 1",
                "max(1, a, b) | 7 | 1",
                "min(5 MB, 300 KB) | 3e5 | B",
                "sum(1, 2, 3, 4) | 10 | 1",
                "max(10,000) | 10 | 1",
                "a-b | 5 | 1",
                "hot-keys | 100 | 1",
                "hot-b | 48 | 1",
                "hot-keys-b | 98 | 1",
                "upload.average * 2 | 16 | 1/s",
                "1 / upload.average | 0.125 | s",
                "users/day | 115.74074074074075 | user/s",
                "5 MB / line | 0.4 | s",
                "12 user/user | 12 | 1",
                "12/user | 3 | 1",
                "12 / user | 3 | 1",
                "-5..5 | 0 | 1",
                "2 photo/user/day * 3 user | 6.944444444444444e-5 | photo/s",
                "10 / a | 1.4285714285714286 | 1",
                "30 day * 2/day | 60 | 1",
                "(5 MB) ^ 2 | 2.5e13 | B^2",
                "$0.09/GB * 10 TB | 900 | USD",
                "20 % * 50 | 10 | 1",
                "20%: 0.5 MB; 80%: 4 MB | 3.3e6 | B",
                "50%: a; 50%: b + 1 | 5 | 1",
                "2..8 MB | 4e6 | B"
            })
    void evaluates(String text, double value, String dimension) {
        Quantity quantity = evaluate(text);
        assertEquals(value, quantity.value(), Math.abs(value) * 1e-12);
        assertEquals(dimension, quantity.dimension().text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 0 | expected a number or a formula such as users * uploads, the text is empty",
                "users * | 7 | expected a number, a name or \"(\", not the end",
                "users * ) | 8 | expected a number, a name or \"(\", not \")\"",
                "(users | 6 | expected an operator or \")\" for what character 1 opens, not the end",
                "max(a, b | 8 | expected an operator or \")\" for what character 1 opens, not the end",
                "max(a; b) | 5 | expected an operator or \")\" for what character 1 opens, not \";\"",
                "users uploads | 6 | expected an operator (+ - * / ^) or the end, not \"uploads\"",
                "2 peak | 2 | expected an operator (+ - * / ^) before \"peak\"",
                "5 MB photo | 5 | expected an operator (+ - * / ^) before \"photo\"",
                "users * uplods | 8 | unknown name \"uplods\", did you mean \"uploads\"?",
                "users * xyz | 8 | unknown name \"xyz\", <known>",
                "x * 2 | 0 | unknown name \"x\", <known>",
                "upload.avrage | 0 | unknown name \"upload.avrage\", did you mean \"upload.average\"?",
                "zeta-a | 0 | unknown name \"zeta\", <known>",
                "cel(5) | 0 | unknown function \"cel\", did you mean \"ceil\"?",
                "ceil(1, 2) | 0 | ceil takes one value, not 2",
                "5 MB + 3 s | 7 | cannot add: the left side is B and this is s",
                "users + photoSize | 8 | cannot add: the left side is user and this is B/photo",
                "5 MB - 3 photo | 7 | cannot subtract: the left side is B and this is photo",
                "5 + 3 MB | 4 | cannot add: the left side is a plain number and this is B",
                "5 MB + 3 Mbit | 7 | cannot add: the left side is in bytes and this is in bits, <convert>",
                "line - 3 MB/s | 7 | cannot subtract: the left side is in bits and this is in bytes, <convert>",
                "max(1 s, 2 B) | 9 | cannot take the max: the first value is s and this is B",
                "2 ^ users | 4 | an exponent is a plain number, not user",
                "users ^ a | 8 | a quantity in user can only be raised to a whole number from -9 to 9 written here",
                "users ^ 0.5 | 8 | a quantity in user can only be raised to a whole number from -9 to 9 written here",
                "users in MB | 9 | cannot show user in MB, which is B",
                "users in | 8 | expected a unit such as MB, Mbit/s or photo/day",
                "users in 5 | 9 | expected a unit such as MB, Mbit/s or photo/day",
                "5 mb * 2 | 2 | unknown unit \"mb\": write MB for bytes or Mbit for bits",
                "5..2 MB | 3 | expected the smaller number first, a range is low..high",
                "1 s..2 B | 5 | expected the same unit at both ends of a range, not s and B",
                "2.. | 3 | expected a number, not the end",
                "20%: 1; 70%: 2 | 0 | expected shares that add up to 100 %, these add up to 90.0 %",
                "20%: 1 MB; 80%: 2 s | 16 | classes must be alike: the first is B and this is s",
                "20%: 1; b: 2 | 8 | expected a share such as 20%: before each value of a mixture",
                "20: 1 | 2 | expected % after a share, as in 20%: 0.5 MB; 80%: 4 MB",
                "20% 1: 2 | 4 | expected : after a share, as in 20%: 0.5 MB; 80%: 4 MB",
                "1 / (a - 7) | 0 | the result is not a number: something is divided by zero",
                "5 # 3 | 2 | expected an operator (+ - * / ^) or the end, not \"#\""
            })
    void anErrorPointsAtItsToken(String text, int at, String says) {
        BadText error = assertThrows(BadText.class, () -> evaluate(text));
        assertEquals(
                says.replace("<known>", "known are users, uploads, photoSize, peak, a, b, hot-keys, hot, ...")
                        .replace("<convert>", "convert one (in MB, in Mbit)"),
                error.says());
        assertEquals(at, error.at());
        assertEquals(1, error.getMessage().lines().count());
    }

    @Test
    void bitsConvertBeforeTheyAdd() {
        assertEquals(16e6 / 8, evaluate("(8 Mbit in MB) + 1 MB").value(), 1e-6);
    }

    @Test
    void nestingHasALimit() {
        BadText error = assertThrows(BadText.class, () -> evaluate("(".repeat(70) + "1" + ")".repeat(70)));
        assertEquals("nested more than 64 deep", error.says());
        assertThrows(BadText.class, () -> evaluate("-".repeat(500) + "1"));
        assertThrows(BadText.class, () -> evaluate("2^".repeat(400) + "1"));
    }

    @Test
    void anEmptySheetKnowsNoNames() {
        BadText error = assertThrows(BadText.class, () -> Formula.parse("users", Set.of()));
        assertEquals("unknown name \"users\", no names are known here", error.says());
    }

    @Test
    void showsValuesInPlaceOfNames() {
        Formula formula = Formula.parse("users * uploads / line", CELLS.keySet());
        assertEquals("<users> * <uploads> / <line>", formula.withValues(name -> "<" + name + ">"));
        assertEquals("1 * 1 / (2 B/s)", formula.withValues(name -> name.equals("line") ? "2 B/s" : "1"));
        assertEquals(Set.of("users", "uploads", "line"), formula.names());
    }
}
