package dev.trestle.server;

import dev.trestle.components.kind.Catalog;
import dev.trestle.components.kind.Kind;
import dev.trestle.components.problem.Library;
import dev.trestle.components.problem.Problem;
import dev.trestle.components.run.Run;
import dev.trestle.db.Database;
import dev.trestle.db.MemberRepository;
import dev.trestle.db.RunRepository;
import dev.trestle.db.SessionRepository;
import dev.trestle.server.accuracy.AccuracyRoutes;
import dev.trestle.server.catalog.DesignRoutes;
import dev.trestle.server.estimate.BriefRoutes;
import dev.trestle.server.estimate.CompletionRoutes;
import dev.trestle.server.report.ReportJson;
import dev.trestle.server.report.ReportRoutes;
import dev.trestle.server.run.CompareRoutes;
import dev.trestle.server.run.LiveDesk;
import dev.trestle.server.run.LiveRoutes;
import dev.trestle.server.run.RunDesk;
import dev.trestle.server.run.RunRoutes;
import dev.trestle.server.session.Links;
import dev.trestle.server.session.Rooms;
import dev.trestle.server.session.Seats;
import dev.trestle.server.session.SessionRoutes;
import dev.trestle.server.session.Socket;
import dev.trestle.server.web.Assets;
import dev.trestle.server.web.Errors;
import dev.trestle.server.web.Guard;
import dev.trestle.server.web.Health;
import dev.trestle.server.web.Hosts;
import dev.trestle.server.web.Icons;
import dev.trestle.server.web.Json;
import dev.trestle.server.web.Limits;
import dev.trestle.server.web.Pages;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.handler.GracefulHandler;

/**
 * A running Trestle server: the composition root. It builds every object by hand and lists every route; reading this
 * class from top to bottom shows the whole server. Started by {@link #start}, stopped by {@link #close}.
 */
public final class App implements AutoCloseable {
    private static final Duration FIRST_BACKUP = Duration.ofMinutes(1);

    private final Config config;
    private final Health health = new Health();
    private final Guard guard;
    private final Assets assets;
    private final Pages pages;
    private final Errors errors;
    private final Database database;
    private final Library library = Library.standard();
    private final Rooms rooms;
    private final Seats seats;
    private final SessionRoutes sessions;
    private final Socket socket;
    private final BriefRoutes briefs;
    private final CompletionRoutes completions;
    private final DesignRoutes designs;
    private final RunDesk desk;
    private final LiveDesk liveDesk = new LiveDesk();
    private final RunRoutes runs;
    private final CompareRoutes comparisons;
    private final LiveRoutes live;
    private final ReportRoutes reports;
    private final AccuracyRoutes accuracy;
    private final DailyBackup backups;
    private final Javalin javalin;

    private App(Config config, Database database) {
        this.config = config;
        this.database = database;
        health.check("store", () -> {
            database.probe();
            return true;
        });
        guard = new Guard(config.https(), new Hosts(config.host(), config.hosts()));
        Catalog catalog = Catalog.standard();
        assets = new Assets(config.dev(), Map.of("icons/sprite.svg", Icons.sprite(kindIcons(catalog))));
        pages = new Pages(assets, config.dev());
        errors = new Errors(pages);
        rooms = new Rooms(database, board -> Json.print(ReportJson.findings(Run.findings(board))));
        MemberRepository members = new MemberRepository(database);
        Links links = new Links(new SessionRepository(database), members, rooms);
        seats = new Seats(links, rooms, config.https());
        RunRepository stored = new RunRepository(database);
        stored.failUnfinished("The server stopped while it ran.", Instant.now());
        desk = new RunDesk(1);
        RunRoutes.Parts parts = new RunRoutes.Parts(seats, rooms, pages, stored, desk, liveDesk);
        runs = new RunRoutes(parts);
        comparisons = new CompareRoutes(parts);
        live = new LiveRoutes(new LiveRoutes.Parts(seats, rooms, stored, desk, liveDesk));
        reports = new ReportRoutes(seats, stored, members);
        sessions = new SessionRoutes(
                new SessionRoutes.Parts(rooms, links, seats, pages, assets),
                (id, reference) -> library.problem(id).map(reference ? Problem::reference : Problem::start),
                new SessionRoutes.Runs(runs::last, runs::active));
        socket = new Socket(rooms, seats, guard);
        briefs = new BriefRoutes(seats, pages, Run::findings);
        completions = new CompletionRoutes(seats, Run::findings);
        designs = new DesignRoutes(seats, pages, catalog, Run::findings);
        accuracy = new AccuracyRoutes(pages);
        backups = new DailyBackup(database, Clock.systemUTC(), FIRST_BACKUP);
        javalin = Javalin.create(this::configure);
    }

    /** Starts a server; returns when it answers. Throws when the port is taken or the database cannot be opened. */
    public static App start(Config config) {
        Database database =
                config.database() == null ? Database.h2(config.data()) : Database.postgres(config.database());
        App app = new App(config, database);
        try {
            app.javalin.start();
            app.backups.start();
            return app;
        } catch (RuntimeException e) {
            app.close();
            throw e;
        }
    }

    /** The port that it listens on: the real one when the configuration said 0. */
    public int port() {
        return javalin.port();
    }

    /** The address to open in a browser on this machine. */
    public URI address() {
        return config.baseUrl() != null ? config.baseUrl() : URI.create("http://" + config.host() + ":" + port());
    }

    /**
     * Stops in order: not ready; runs cancelled; edits stored and sockets told to come back; a backup under way and
     * requests in flight finish; the database.
     */
    @Override
    public void close() {
        health.drain();
        desk.close();
        liveDesk.close();
        rooms.close();
        backups.close();
        javalin.stop();
        database.close();
    }

    private static Map<String, String> kindIcons(Catalog catalog) {
        return catalog.kinds().stream().collect(Collectors.toMap(Kind::id, kind -> Icons.ofKind(kind.id())));
    }

    private void configure(JavalinConfig c) {
        c.startup.showJavalinBanner = false;
        c.startup.showOldJavalinVersionWarning = false;
        c.startup.startupWatcherEnabled = false;
        c.jetty.host = config.host();
        c.jetty.port = config.port();
        c.jetty.modifyHttpConfiguration(http -> http.setUriCompliance(UriCompliance.DEFAULT));
        c.jetty.modifyServer(server -> {
            server.insertHandler(new GracefulHandler());
            server.setStopTimeout(Limits.STOP.toMillis());
            server.setErrorHandler((request, response, callback) -> {
                callback.succeeded(); // a request too broken to reach a route: the status says it all
                return true;
            });
        });
        c.jetty.modifyWebSocketServletFactory(sockets -> {
            sockets.setMaxTextMessageSize(Limits.FRAME_BYTES);
            sockets.setIdleTimeout(Limits.SOCKET_IDLE);
        });
        c.http.maxRequestSize = Limits.BODY_BYTES;
        c.router.javaLangErrorHandler(errors::fatal);
        routes(c.routes);
    }

    private void routes(RoutesConfig routes) {
        routes.before(guard::headers);
        routes.before(guard::host);
        routes.before(guard::crossSite);
        errors.register(routes);

        routes.get("/static/{hash}/<path>", assets::file);
        routes.get("/webjars/<path>", assets::library);
        routes.get("/_static/<path>", assets::library);
        routes.get("/favicon.ico", assets::favicon);
        routes.get("/livez", health::live);
        routes.get("/readyz", health::ready);

        routes.get(
                "/",
                ctx -> pages.send(ctx, "home", Map.of("problems", library.problems(), "recent", sessions.recent(ctx))));
        routes.get("/accuracy", accuracy::page);
        routes.post("/sessions", sessions::create);
        routes.post("/sessions/file", sessions::file);
        routes.get("/join", sessions::joinPage);
        routes.post("/join", sessions::join);
        routes.get("/s/{id}", sessions::workbench);
        routes.get("/s/{id}/board.json", sessions::board);
        routes.get("/catalog.json", designs::catalog);
        routes.get("/kinds/{kind}", designs::essay);
        routes.get("/s/{id}/inspector/{record}", designs::inspector);
        routes.get("/s/{id}/brief", briefs::brief);
        routes.get("/s/{id}/complete", completions::complete);
        routes.get("/s/{id}/estimate", briefs::estimate);
        routes.get("/s/{id}/estimate/{cell}", briefs::derivation);
        routes.get("/s/{id}/findings", designs::findings);
        routes.get("/s/{id}/report.md", reports::markdown);
        routes.get("/s/{id}/report.html", reports::html);
        routes.get("/s/{id}/report.json", reports::json);
        routes.get("/s/{id}/design.svg", reports::svg);
        routes.post("/s/{id}/runs", runs::start);
        routes.post("/s/{id}/runs/{run}/cancel", runs::cancel);
        routes.post("/s/{id}/live", live::begin);
        routes.post("/s/{id}/runs/{run}/live", live::act);
        routes.get("/s/{id}/runs/{run}/state", runs::state);
        routes.get("/s/{id}/runs/{run}.json", runs::report);
        routes.get("/s/{id}/runs/{run}/board.json", runs::board);
        routes.get("/s/{id}/runs/{run}/results", runs::results);
        routes.get("/s/{id}/compare", comparisons::choose);
        routes.post("/s/{id}/comparisons", comparisons::start);
        routes.get("/s/{id}/comparisons/{comparison}", comparisons::state);
        routes.post("/s/{id}/comparisons/{comparison}/cancel", comparisons::cancel);
        routes.get("/s/{id}/comparisons/{comparison}/results", comparisons::results);
        routes.post("/s/{id}/runs/{run}/fixes", runs::findFixes);
        routes.post("/s/{id}/runs/{run}/fixes/cancel", runs::cancelFixes);
        routes.get("/s/{id}/runs/{run}/fixes", runs::fixes);
        routes.get("/s/{id}/links", sessions::links);
        routes.post("/s/{id}/links", sessions::invite);
        routes.post("/s/{id}/links/{link}/revoke", sessions::revoke);
        routes.wsBeforeUpgrade("/ws/s/{id}", socket::upgrade);
        routes.ws("/ws/s/{id}", socket::bind);
    }
}
