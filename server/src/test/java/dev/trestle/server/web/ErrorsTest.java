package dev.trestle.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {
    private static Javalin javalin;

    @BeforeAll
    static void start() {
        Pages pages = new Pages(new Assets(false, Map.of()), false);
        Errors errors = new Errors(pages).also(ArithmeticException.class, 422);
        javalin = Javalin.create(c -> {
            c.startup.showJavalinBanner = false;
            c.router.javaLangErrorHandler(errors::fatal);
            errors.register(c.routes);
            c.routes.get("/input", ctx -> {
                throw new BadInput("seed", "range", "seed: must be positive");
            });
            c.routes.get("/missing", ctx -> {
                throw new NotFound("gone");
            });
            c.routes.get("/forbidden", ctx -> {
                throw new Forbidden("no");
            });
            c.routes.get("/conflict", ctx -> {
                throw new Conflict("stale");
            });
            c.routes.get("/much", ctx -> {
                throw new TooMuch("later");
            });
            c.routes.get("/also", ctx -> {
                throw new ArithmeticException("odd");
            });
            c.routes.get("/mistake", ctx -> {
                throw new IllegalStateException("secret detail");
            });
            c.routes.get("/deep", ctx -> {
                throw new StackOverflowError();
            });
        });
        javalin.start("127.0.0.1", 0);
    }

    @AfterAll
    static void stop() {
        javalin.stop();
    }

    @ParameterizedTest
    @CsvSource({"input,422", "missing,404", "forbidden,403", "conflict,409", "much,429", "also,422", "mistake,500"})
    void eachKindOfErrorHasItsStatus(String path, int status) throws Exception {
        assertEquals(status, get(path, "*/*").statusCode());
    }

    @Test
    void badInputNamesTheFieldForPrograms() throws Exception {
        assertEquals(
                "{\"message\":\"seed: must be positive\",\"field\":\"seed\",\"code\":\"range\"}",
                get("input", "application/json").body());
    }

    @Test
    void ourMistakeShowsAnIdAndNothingElse() throws Exception {
        for (String accept : new String[] {"text/html", "application/json"}) {
            String body = get("mistake", accept).body();
            assertTrue(body.matches("(?s).*error [0-9a-f]{8}.*"), body);
            assertFalse(body.contains("secret detail"), body);
            assertFalse(body.contains("IllegalState"), body);
        }
    }

    @Test
    void aStackOverflowIsAnsweredToo() throws Exception {
        HttpResponse<String> answer = get("deep", "*/*");
        assertEquals(500, answer.statusCode());
        assertFalse(answer.body().contains("StackOverflow"), answer.body());
    }

    private static HttpResponse<String> get(String path, String accept) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + javalin.port() + "/" + path);
        HttpRequest request =
                HttpRequest.newBuilder(uri).header("Accept", accept).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
