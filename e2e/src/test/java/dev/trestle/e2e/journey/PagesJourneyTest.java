package dev.trestle.e2e.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.trestle.e2e.browser.Axe;
import dev.trestle.e2e.browser.Stage;
import dev.trestle.e2e.browser.Visitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
