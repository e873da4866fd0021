package dev.trestle.e2e.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.trestle.e2e.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The colours of both themes: axe cannot judge text in an SVG, so the pairs that the canvas uses are computed here.
 * Contrast as WCAG 2.2 defines it (relative luminance, success criteria 1.4.3 and 1.4.11).
 */
class ColourTest {

    private static final double TEXT = 4.5;
    private static final double GRAPHIC = 3.0;

    private static final List<String> TEXTS =
            List.of("text", "text-2", "text-3", "accent", "ok-text", "warn-text", "crit-text");
    private static final List<String> SURFACES = List.of("surface", "surface-2", "bg-canvas");
    private static final List<String> GRAPHICS = List.of(
            "border-strong",
            "edge",
            "edge-active",
            "focus",
            "ok",
            "warn",
            "crit",
            "k-client",
            "k-traffic",
            "k-compute",
            "k-cache",
            "k-data",
            "k-messaging",
            "k-infra",
            "c-p50",
            "c-p95",
            "c-p99");

    private static final Pattern TOKEN = Pattern.compile("--([a-z0-9-]+):\\s*([^;}]+)[;}]");

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void textIsReadableOnEverySurface(String theme) {
        assertEquals(List.of(), pairsBelow(TEXT, TEXTS, SURFACES, theme));
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void textIsReadableOnTheAccent(String theme) {
        assertEquals(List.of(), pairsBelow(TEXT, List.of("text-on-accent"), List.of("accent", "accent-hover"), theme));
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void graphicsStandOutFromTheCanvas(String theme) {
        assertEquals(List.of(), pairsBelow(GRAPHIC, GRAPHICS, List.of("surface", "bg-canvas"), theme));
    }

    @Test
    void everyTokenThatIsUsedExists() {
        Set<String> defined = new HashSet<>();
        Map<String, String> used = new HashMap<>();
        for (Path sheet : Checkout.files("static/css", ".css")) {
            String text = Checkout.read(sheet);
            Matcher definition =
                    Pattern.compile("(?<![\\w-])--([a-z0-9-]+)\\s*:").matcher(text);
            while (definition.find()) {
                defined.add(definition.group(1));
            }
            Matcher use = Pattern.compile("var\\(--([a-z0-9-]+)\\)").matcher(text);
            while (use.find()) {
                used.put(use.group(1), Checkout.name(sheet));
            }
        }
        for (Path script : Checkout.files("static/js", ".js")) {
            Matcher definition =
                    Pattern.compile("setProperty\\(\\s*[\"'`]--([a-z0-9-]+)").matcher(Checkout.read(script));
            while (definition.find()) {
                defined.add(definition.group(1));
            }
        }
        used.keySet().removeAll(defined);
        assertEquals(Map.of(), used);
    }

    private static List<String> pairsBelow(double least, List<String> inks, List<String> papers, String theme) {
        Map<String, String> tokens = tokens(theme);
        assertFalse(tokens.isEmpty(), "no tokens for the theme " + theme);
        List<String> faults = new ArrayList<>();
        for (String ink : inks) {
            for (String paper : papers) {
                double contrast = contrast(tokens.get(ink), tokens.get(paper));
                if (contrast < least) {
                    faults.add("--%s on --%s: %.2f".formatted(ink, paper, contrast));
                }
            }
        }
        return faults;
    }

    /** The values of a theme: the dark one overrides what it changes. */
    private static Map<String, String> tokens(String theme) {
        String text = Checkout.read(Checkout.ROOT.resolve("static/css/tokens.css"));
        int dark = text.indexOf("[data-theme=dark]");
        int end = text.indexOf("\n}", dark);
        Map<String, String> tokens = new HashMap<>();
        collect(text.substring(0, dark), tokens);
        if (theme.equals("dark")) {
            collect(text.substring(dark, end), tokens);
        }
        return tokens;
    }

    private static void collect(String block, Map<String, String> tokens) {
        Matcher matcher = TOKEN.matcher(block);
        while (matcher.find()) {
            tokens.put(matcher.group(1), matcher.group(2).strip());
        }
    }

    private static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    /** Relative luminance of #rrggbb. */
    private static double luminance(String colour) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double part = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return sum;
    }
}
