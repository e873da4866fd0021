package dev.trestle.estimator.quantity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "5 MB, 5e6, B",
        "5MB, 5e6, B",
        "1 KB, 1000, B",
        "1 kB, 1000, B",
        "1 KiB, 1024, B",
        "1.5 KiB, 1536, B",
        "16 GiB, 17179869184, B",
        "8 bit, 1, B",
        "3 Gbit/s, 375e6, B/s",
        "100 Mbps, 12.5e6, B/s",
        "512 bytes, 512, B",
        "10 Muser, 1e7, user",
        "10 M user, 1e7, user",
        "10 M users, 1e7, user",
        "240 M, 240e6, 1",
        "80k, 80000, 1",
        "1e7, 1e7, 1",
        "1_000_000, 1e6, 1",
        ".5, 0.5, 1",
        "-3 s, -3, s",
        "2/day, 2.3148148148148147e-5, 1/s",
        "5000/s, 5000, 1/s",
        "80 kop/s, 80000, operation/s",
        "80k ops/s, 80000, operation/s",
        "5 kQPS, 5000, query/s",
        "100 Mphoto, 1e8, photo",
        "60 kphotos/day, 0.6944444444444444, photo/s",
        "30 d, 2592000, s",
        "1 month, 2592000, s",
        "1 year, 31536000, s",
        "2 weeks, 1209600, s",
        "8 ms, 0.008, s",
        "50 us, 5e-5, s",
        "50 µs, 5e-5, s",
        "20 ns, 2e-8, s",
        "90 min, 5400, s",
        "99.9 %, 0.999, 1",
        "20%, 0.2, 1",
        "3x, 3, 1",
        "3 x, 3, 1",
        "1.6 %/year, 5.0735667174023336e-10, 1/s",
        "12 kUSD/month, 0.004629629629629629, USD/s",
        "$0.09/GB, 9e-11, USD/B",
        "$3M, 3e6, USD",
        "0.048 USD/vcpu/hour, 1.3333333333333333e-5, USD/vcpu/s",
        "5 MB per photo, 5e6, B/photo",
        "10 s^2, 10, s^2",
        "2 B·s, 2, B·s"
    })
    void readsNumbersWithUnits(String text, double value, String dimension) {
        Quantity quantity = Quantity.parse(text);
        assertEquals(value, quantity.value(), Math.abs(value) * 1e-12);
        assertEquals(dimension, quantity.dimension().text());
    }

    @ParameterizedTest
    @CsvSource({
        "users, user",
        "queries, query",
        "addresses, address",
        "boxes, box",
        "searches, search",
        "caches, cache",
        "people, person",
        "movies, movie",
        "statuses, status",
        "status, status",
        "analysis, analysis",
        "reqs, request",
        "Photos, photo"
    })
    void singularAndPluralAreOneNoun(String plural, String singular) {
        assertEquals(
                Quantity.parse("1 " + singular).dimension(),
                Quantity.parse("1 " + plural).dimension());
    }

    @ParameterizedTest
    @CsvSource({
        "Post, 1, post",
        "PhotoFile, 1, photofile",
        "Trip, 1, trip",
        "Mtrip, 1e6, trip",
        "Mwidget, 1e6, widget",
        "kwidget, 1e3, widget",
        "kiosk, 1, kiosk",
        "kebab, 1, kebab",
        "knob, 1, knob",
        "message, 1, message",
        "Gmessages, 1e9, message",
        "widget, 1, widget"
    })
    void aPrefixEndsWhereTheNounBegins(String word, double factor, String noun) {
        assertEquals(new Quantity(factor, Dimension.noun(noun)), Quantity.parse("1 " + word));
    }

    @ParameterizedTest
    @CsvSource({
        "38580246.9 B/s, 38.58 MB/s",
        "1e14 B, 100 TB",
        "1.2e15 B, 1.2 PB",
        "999.96 KB, 1 MB",
        "512 B, 512 B",
        "10 Muser, 10 Muser",
        "1234 user, 1234 user",
        "240 M, 240 M",
        "12, 12",
        "0.65, 0.65",
        "7.71605 /s, 7.716/s",
        "2 photo/user/month, 2 photo/user/month",
        "24.4949 view/user/day, 24.49 view/user/day",
        "8 ms, 8 ms",
        "0.0000125 s, 12.5 us",
        "43.2 min, 43.2 min",
        "90 s, 90 s",
        "36 h, 36 h",
        "30 d, 30 d",
        "1 year, 1 year",
        "12 kUSD/month, 12 kUSD/month",
        "0.09 USD/GB, 0.09 USD/GB",
        "4e-7 USD/request, 4e-7 USD/request",
        "10 ms/MB, 10 ms/MB",
        "5 MB/photo, 5 MB/photo",
        "80 kop/s, 80 koperation/s",
        "0 B, 0 B"
    })
    void printsAPrefixAndFourDigits(String text, String printed) {
        assertEquals(printed, Quantity.parse(text).print());
        assertEquals(printed, Quantity.parse(printed).print());
    }

    @Test
    void showsBitsWhenAsked() {
        Quantity ingress = Quantity.parse("38.5802469 MB/s");
        assertEquals("308.6 Mbit/s", ingress.printIn(Unit.parse("Mbit/s")));
        assertEquals("308.6 Mbit/s", ingress.printInBits());
        assertEquals("1.134 Tbit/s", Quantity.parse("141.75 GB/s").printInBits());
        assertEquals("8 bit", Quantity.parse("1 B").printInBits());
        assertEquals(308.6419752, ingress.in("Mbit/s"), 1e-9);
        assertEquals("3x", Quantity.of(3).printIn(Unit.parse("x")));
    }

    @Test
    void aUnitOfAnotherDimensionIsRefused() {
        var error = assertThrows(BadText.class, () -> Quantity.parse("5 MB").in("s"));
        assertEquals("expected a unit of B, not s", error.says());
    }

    @Test
    void productsAndRatiosCarryTheirNouns() {
        Quantity uploads = Quantity.parse("20 Muser").times(Quantity.parse("3 photo/user/day"));
        assertEquals("60 Mphoto/day", uploads.printIn(Unit.parse("Mphoto/day")));
        assertEquals("photo/s", uploads.dimension().text());
        assertEquals(4, Quantity.parse("5 MB").per(Quantity.parse("10 Mbit/s")).value(), 1e-12);
    }

    @Test
    void bytesAndSecondsDoNotAdd() {
        Quantity bytes = Quantity.parse("5 MB");
        var error = assertThrows(IllegalArgumentException.class, () -> bytes.plus(Quantity.parse("5 s")));
        assertEquals("cannot add s and B", error.getMessage());
        assertEquals(Quantity.parse("3 MB"), bytes.minus(Quantity.parse("2 MB")));
        assertNotEquals(bytes, Quantity.parse("5 Mphoto"));
    }

    @Test
    void convenienceReadsBaseUnits() {
        assertEquals(0.008, Quantity.seconds("8 ms"), 1e-15);
        assertEquals(17179869184.0, Quantity.bytes("16 GiB"));
        assertEquals(5000, Quantity.perSecond("5000/s"));
        assertEquals(10, Quantity.perSecond("600 request/min"), 1e-12);
        assertEquals(0.999, Quantity.ratio("99.9 %"), 1e-15);
        assertEquals(60_000, Quantity.usd("60 kUSD/month"), 1e-6);
        assertEquals(240e6, Quantity.count("240 M"));
        assertEquals(1e7, Quantity.count("10 Muser"));
        assertEquals(375e6, Quantity.bytesPerSecond("3 Gbit/s"));
    }
}
