package dev.trestle.e2e.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.trestle.e2e.pages.Home;
import dev.trestle.e2e.pages.Join;
import dev.trestle.e2e.pages.Workbench;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** One person at one browser of their own: cookies, storage and network are shared with nobody. For the test thread alone. */
public final class Visitor {

    static final double PATIENCE_MILLIS = 20_000;

    private final String name;
    private final URI server;
    private final BrowserContext context;
    private final Watch watch;
    private final Page page;

    Visitor(String name, URI server, ColorScheme scheme) {
        this.name = name;
        this.server = server;
        context = Browsers.shared()
                .newContext(new Browser.NewContextOptions()
                        .setBaseURL(server.toString())
                        .setViewportSize(1440, 900)
                        .setColorScheme(scheme)
                        .setAcceptDownloads(true));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        watch = new Watch(context, server);
        page = context.newPage();
    }

    public String name() {
        return name;
    }

    /** The page of the front tab. */
    public Page page() {
        return page;
    }

    /** The cookies and storage of this person. */
    public BrowserContext context() {
        return context;
    }

    /** Opens the first page. */
    public Home home() {
        page.navigate("/");
        return new Home(page);
    }

    /** Opens this board, which the person may already see. */
    public Workbench workbench(String path) {
        page.navigate(path);
        return new Workbench(page).ready();
    }

    /** Follows a share link and gives this person's name. */
    public Workbench join(String link) {
        page.navigate(link);
        return new Join(page).as(name);
    }

    /** Takes the network away or gives it back; what fails in between is no fault. */
    public void offline(boolean off) {
        if (off) {
            watch.cut(true);
        }
        context.setOffline(off);
    }

    /** Says that the network is whole again, once the page has noticed it too. */
    public void settled() {
        watch.cut(false);
    }

    /** The server goes away on purpose: the browser will say so until {@link #settled}. */
    public void expectsTroubleNow() {
        watch.cut(true);
    }

    /** A fault that the journey provokes on purpose, as a pattern. */
    public void expects(String pattern) {
        watch.expect(pattern);
    }

    URI server() {
        return server;
    }

    List<String> faults() {
        return watch.faults();
    }

    /** Leaves a picture and the console's text for whoever reads the failure. */
    String evidence(Path folder, String test) {
        Path picture = folder.resolve(test + "-" + name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(picture));
        return name + " at " + page.url() + ", picture " + picture + "\n  " + String.join("\n  ", watch.console());
    }

    void leave() {
        context.close();
    }
}
