package dev.trestle.server.web;

import io.javalin.http.Context;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.AbstractConfigurableTemplateResolver;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.templateresolver.FileTemplateResolver;

/**
 * Renders the Thymeleaf templates. Template names are constants in our code, never input. Every template sees
 * {@code static}, the folder of static URLs, and {@code modules}, the scripts worth preloading.
 */
public final class Pages {
    private final TemplateEngine engine = new TemplateEngine();
    private final Assets assets;

    /** @param dev read templates from the folder {@code templates} on each request */
    public Pages(Assets assets, boolean dev) {
        this.assets = assets;
        AbstractConfigurableTemplateResolver resolver =
                dev ? new FileTemplateResolver() : new ClassLoaderTemplateResolver(Pages.class.getClassLoader());
        resolver.setPrefix("templates/");
        resolver.setSuffix(".html");
        resolver.setTemplateMode(TemplateMode.HTML);
        resolver.setCharacterEncoding("UTF-8");
        resolver.setCacheable(!dev);
        engine.setTemplateResolver(resolver);
    }

    /** Answers with the page or fragment {@code template}. */
    public void send(Context ctx, String template, Map<String, ?> model) {
        ctx.contentType("text/html; charset=utf-8").result(text(template, model));
    }

    /** The text of {@code template} with {@code model}. */
    public String text(String template, Map<String, ?> model) {
        Map<String, Object> variables = new HashMap<>(model);
        variables.put("static", assets.base());
        variables.put("modules", assets.modules());
        return engine.process(template, new org.thymeleaf.context.Context(Locale.ROOT, variables));
    }
}
