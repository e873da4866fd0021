package dev.trestle.components.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trestle.components.measure.Latencies;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;

/** All that a record holds, to the last bit, as a text: two reports are the same where their texts are. */
final class Deep {
    private Deep() {}

    /** Whether both are the same; if not, what stands where they part. */
    static void same(Object expected, Object actual, String says) {
        String one = text(expected);
        String two = text(actual);
        int at = 0;
        while (at < Math.min(one.length(), two.length()) && one.charAt(at) == two.charAt(at)) {
            at++;
        }
        int from = Math.max(0, at - 200);
        assertEquals(
                one.substring(from, Math.min(one.length(), at + 60)),
                two.substring(from, Math.min(two.length(), at + 60)),
                says);
    }

    private static String text(Object value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(Object value, StringBuilder text) {
        if (value instanceof Record record) {
            text.append('\n').append(record.getClass().getSimpleName()).append('(');
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                text.append(component.getName()).append('=');
                write(read(record, component), text);
                text.append(' ');
            }
            text.append(')');
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> {
                text.append(key).append(':');
                write(each, text);
            });
        } else if (value instanceof Collection<?> collection) {
            collection.forEach(each -> write(each, text.append(',')));
        } else if (value != null && value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                write(Array.get(value, i), text.append(','));
            }
        } else if (value instanceof AbstractHistogram histogram) {
            histogram
                    .recordedValues()
                    .forEach(each -> text.append(each.getValueIteratedTo())
                            .append('x')
                            .append(each.getCountAtValueIteratedTo())
                            .append(' '));
        } else if (value instanceof Latencies latencies) {
            text.append(latencies.count()).append(' ').append(latencies.mean().value());
            for (double p = 0.01; p < 1; p += 0.01) {
                text.append(' ').append(latencies.quantile(p).value());
            }
        } else {
            text.append(value);
        }
    }

    private static Object read(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(component.getName(), e);
        }
    }
}
