package dev.trestle.e2e.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.trestle.e2e.browser.Axe;
import dev.trestle.e2e.browser.Stage;
import dev.trestle.e2e.browser.Visitor;
import dev.trestle.e2e.pages.Workbench;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages round the workbench. */
class PagesJourneyTest {

    @RegisterExtension
    final Stage stage = new Stage();

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void homeIsAccessible(ColorScheme scheme) {
        Visitor ana = stage.visitor("Ana", scheme);
        ana.home();
        assertThat(ana.page().locator("html"))
                .hasAttribute("data-theme", scheme.name().toLowerCase());
        Axe.findsNothing(ana.page());
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void joinIsAccessible(ColorScheme scheme) {
        Visitor ana = stage.visitor("Ana", scheme);
        ana.page().navigate("/join#k=unknown");
        assertThat(ana.page().getByLabel("Your name")).isFocused();
        Axe.findsNothing(ana.page());
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void accuracyIsReachedFromTheHeaderAndIsAccessible(ColorScheme scheme) {
        Visitor ana = stage.visitor("Ana", scheme);
        ana.home();
        ana.page()
                .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Accuracy"))
                .click();
        ana.page().waitForURL("**/accuracy");
        assertThat(ana.page()
                        .getByRole(
                                AriaRole.HEADING,
                                new Page.GetByRoleOptions().setName("One exponential server (M/M/1)")))
                .isVisible();
        Axe.findsNothing(ana.page());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/accuracy", "/join#k=unknown"})
    void noPageIsWiderThanASmallScreen(String path) {
        Visitor ana = stage.visitor("Ana");
        ana.page().setViewportSize(420, 900);
        ana.page().navigate(path);
        assertThat(ana.page().locator("main")).isVisible();
        assertEquals(420, ana.page().evaluate("() => document.documentElement.scrollWidth"));
    }

    @Test
    void aBoardFitsASmallScreenAndIsShownWhole() {
        Visitor ana = stage.visitor("Ana");
        Workbench board = ana.home().openReference("Instagram");
        // Whoever asks for all of it sees all of it, whatever becomes of the window.
        board.canvas().focus();
        board.press("Shift+1");
        for (int width : new int[] {1440, 1024, 420}) {
            ana.page().setViewportSize(width, 900);
            assertEquals(width, ana.page().evaluate("() => document.documentElement.scrollWidth"));
            // The first and the last component of the way from left to right.
            for (String node : List.of("people", "metadata")) {
                assertThat(board.canvas().node(node))
                        .isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
            }
        }
    }

    @Test
    void oraclesWithoutARecordingTakeOneLine() {
        Visitor ana = stage.visitor("Ana");
        ana.page().navigate("/accuracy");
        Locator pending = ana.page().locator(".oracle.pending");
        for (int i = 0; i < pending.count(); i++) {
            assertTrue(pending.nth(i).boundingBox().height < 48, pending.nth(i).innerText());
        }
    }

    @Test
    void anUnknownLinkIsRefusedInWords() {
        Visitor ana = stage.visitor("Ana");
        ana.expects("status 40[0-9].*/join|console error: Failed to load resource.*/join");
        ana.page().navigate("/join#k=nobody-made-this");
        ana.page().getByLabel("Your name").fill("Ana");
        ana.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Join"))
                .click();
        assertThat(ana.page().getByRole(AriaRole.STATUS)).not().hasText("Joining…");
        assertThat(ana.page().getByRole(AriaRole.STATUS)).not().isEmpty();
        assertEquals(
                "/join", ana.page().url().replaceFirst("^http://[^/]+", ""), "the secret stays in the address bar");
    }

    @Test
    void anUnknownAddressHasAWayBack() {
        Visitor ana = stage.visitor("Ana");
        ana.expects("status 404|console error: Failed to load resource");
        ana.page().navigate("/nothing-here");
        Axe.findsNothing(ana.page());
        ana.page()
                .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("All boards and problems"))
                .click();
        ana.page().waitForURL("**/");
    }

    @Test
    void theThemeThatAPersonChoseStays() {
        Visitor ana = stage.visitor("Ana", ColorScheme.LIGHT);
        ana.home();
        Locator html = ana.page().locator("html");
        assertThat(html).hasAttribute("data-theme", "light");
        ana.page().locator("#theme-button").click();
        assertThat(html).hasAttribute("data-theme", "dark");
        assertThat(ana.page().locator("#theme-button")).hasAttribute("aria-pressed", "true");
        assertThat(ana.page().locator("#theme-button .in-dark")).isVisible();
        assertThat(ana.page().locator("#theme-button .in-light")).isHidden();
        ana.page().reload();
        assertThat(html).hasAttribute("data-theme", "dark");
        ana.page().navigate("/join#k=unknown");
        assertThat(html).hasAttribute("data-theme", "dark");
    }

    @Test
    void theThemeIsThereBeforeTheFirstPaint() {
        Visitor ana = stage.visitor("Ana", ColorScheme.DARK);
        ana.page()
                .addInitScript("new MutationObserver(() => { if (document.body && !window.firstTheme) "
                        + "window.firstTheme = document.documentElement.dataset.theme })"
                        + ".observe(document, {childList: true, subtree: true})");
        ana.home();
        assertEquals("dark", ana.page().evaluate("() => window.firstTheme"));
    }
}
