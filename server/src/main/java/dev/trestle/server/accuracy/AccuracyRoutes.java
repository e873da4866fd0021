package dev.trestle.server.accuracy;

import dev.trestle.server.web.Pages;
import io.javalin.http.Context;
import java.util.Map;

/** The accuracy page. What it shows was recorded before the program was built, so it is read once. */
public final class AccuracyRoutes {
    private final Pages pages;
    private AccuracyView view;

    public AccuracyRoutes(Pages pages) {
        this.pages = pages;
    }

    public void page(Context ctx) {
        pages.send(ctx, "accuracy", Map.of("accuracy", view()));
    }

    private synchronized AccuracyView view() {
        if (view == null) {
            view = AccuracyView.read();
        }
        return view;
    }
}
