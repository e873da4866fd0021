package dev.trestle.server.report;

import dev.trestle.estimator.estimate.Cell;
import dev.trestle.estimator.estimate.Estimate;
import java.math.BigDecimal;

/**
 * An estimate as CSV (RFC 4180) for spreadsheets: base units, a point as decimal sign. A text that a spreadsheet would
 * take for a formula gets an apostrophe in front.
 */
public final class EstimateCsv {
    private EstimateCsv() {}

    public static String of(Estimate estimate) {
        StringBuilder out = new StringBuilder("name,value,unit,p5,p50,p95,formula,explained\r\n");
        for (Cell cell : estimate.cells().values()) {
            out.append(text(cell.name())).append(',');
            out.append(number(cell.value().value())).append(',');
            out.append(text(cell.unit())).append(',');
            out.append(number(cell.p5())).append(',');
            out.append(number(cell.p50())).append(',');
            out.append(number(cell.p95())).append(',');
            out.append(text(cell.formula())).append(',');
            out.append(text(cell.explained())).append("\r\n");
        }
        return out.toString();
    }

    private static String number(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).stripTrailingZeros().toString()
                : "";
    }

    static String text(String text) {
        String safe = text.replace("\0", "");
        // Spreadsheets look past blanks, so the first character that counts decides.
        String start = safe.stripLeading();
        boolean formula = !start.isEmpty() && "=+-@".indexOf(start.charAt(0)) >= 0;
        boolean control = !safe.isEmpty() && "\t\r\n".indexOf(safe.charAt(0)) >= 0;
        return '"' + (formula || control ? "'" : "") + safe.replace("\"", "\"\"") + '"';
    }
}
