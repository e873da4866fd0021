package dev.trestle.server.report;

import dev.trestle.estimator.sheet.Derivation;
import dev.trestle.server.report.Block.Heading;
import dev.trestle.server.report.Block.Table;
import java.util.List;
import java.util.Set;

/**
 * A report as one HTML file that needs nothing else: no script, no address outside, its own content security policy;
 * light or dark as the reader's system says, light on paper.
 */
public final class HtmlReport {
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
    private static final Set<String> VERDICTS = Set.of("met", "missed", "unsure", "error", "warning", "info");

    private static final String CSS = """
            :root{color-scheme:light;--bg:#fff;--soft:#f4f6f9;--text:#16202c;--dim:#465364;--line:#d9dfe7;--link:#1f5fd0;
            --met:#0b5f53;--met-bg:#e1f3e9;--missed:#8a1730;--missed-bg:#fde7e5;--unsure:#7c4d00;--unsure-bg:#fff4dc}
            @media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--bg:#0b0f15;--soft:#1c2531;--text:#e9eef5;
            --dim:#b3bfce;--line:#2b3645;--link:#8dbaff;--met:#7fe3cf;--met-bg:#12301f;--missed:#ff9d97;--missed-bg:#3d1714;
            --unsure:#f8d675;--unsure-bg:#382a09}}
            *{box-sizing:border-box}
            body{margin:0;background:var(--bg);color:var(--text);
            font:15px/1.55 Inter,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums}
            main,nav,header{max-width:1080px;margin:0 auto;padding:0 24px}
            main{padding-bottom:64px}
            h1{font-size:28px;line-height:36px;margin:40px 0 4px}
            h2{font-size:20px;line-height:28px;margin:48px 0 12px;padding-bottom:6px;border-bottom:1px solid var(--line)}
            h3{font-size:16px;line-height:24px;margin:28px 0 8px}
            p{max-width:75ch;margin:8px 0}
            nav ul{columns:3 200px;list-style:none;margin:16px 0;padding:12px 16px;background:var(--soft);border-radius:8px}
            a{color:var(--link)}
            .scroll{overflow-x:auto;margin:12px 0}
            .scroll:focus-visible{outline:2px solid var(--link)}
            table{border-collapse:collapse;min-width:60%;font-size:13px;line-height:20px}
            caption{text-align:left;color:var(--dim);font-size:12px;padding-bottom:4px}
            th,td{text-align:left;vertical-align:top;padding:5px 12px 5px 0;border-bottom:1px solid var(--line);
            overflow-wrap:break-word}
            th{color:var(--dim);font-weight:600}
            .num{text-align:right;white-space:nowrap}
            .badge{padding:1px 8px;border-radius:9px;font-weight:600}
            .met,.info{color:var(--met);background:var(--met-bg)}
            .missed,.error{color:var(--missed);background:var(--missed-bg)}
            .unsure,.warning{color:var(--unsure);background:var(--unsure-bg)}
            figure{margin:16px 0;overflow-x:auto}
            figcaption{color:var(--dim);font-size:13px}
            figure svg{max-width:100%;height:auto;border:1px solid var(--line);border-radius:8px}
            pre{background:var(--soft);padding:12px 16px;border-radius:8px;overflow-x:auto;white-space:pre-wrap}
            .why{font-size:13px;line-height:20px}.why ul{padding-left:20px}
            @media print{nav{display:none}body{font-size:11px}h2{break-after:avoid}h3{break-after:avoid}
            tr,figure{break-inside:avoid}.scroll{overflow:visible}a{color:inherit;text-decoration:none}}
            """;

    private final Xml html = new Xml();
    private int chapters;

    private HtmlReport() {}

    public static String of(Subject subject) {
        return new HtmlReport().write(Chapters.title(subject), Chapters.of(subject));
    }

    private String write(String title, List<Block> blocks) {
        html.raw("<!doctype html>\n").open("html", "lang", "en").open("head");
        html.raw("<meta charset=\"utf-8\"/>\n<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY
                + "\"/>\n");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        html.raw("<meta name=\"referrer\" content=\"no-referrer\"/>\n");
        html.with(title + " - Trestle report", "title");
        html.open("style").raw("\n" + CSS + Ink.css()).close().close().raw("\n");
        html.open("body").raw("\n").open("header").with(title, "h1").close().raw("\n");
        contents(blocks);
        html.open("main").raw("\n");
        for (Block block : blocks) {
            block(block);
            html.raw("\n");
        }
        return html.close().close().close().raw("\n").toString();
    }

    private void contents(List<Block> blocks) {
        html.open("nav", "aria-label", "Contents").open("ul");
        int number = 0;
        for (Block block : blocks) {
            if (!(block instanceof Heading heading) || heading.level() != 2) continue;
            html.open("li").with(heading.text(), "a", "href", "#c" + ++number).close();
        }
        html.close().close().raw("\n");
    }

    private void block(Block block) {
        if (block instanceof Heading heading) {
            String id = heading.level() == 2 ? "c" + ++chapters : null;
            html.with(heading.text(), "h" + heading.level(), "id", id);
        } else if (block instanceof Block.Words words) {
            html.with(words.text(), "p");
        } else if (block instanceof Block.Points points) {
            html.open(points.numbered() ? "ol" : "ul");
            points.lines().forEach(line -> html.with(line, "li"));
            html.close();
        } else if (block instanceof Table table) {
            table(table);
        } else if (block instanceof Block.Code code) {
            html.open("pre").with(code.text(), "code").close();
        } else if (block instanceof Block.Reasons reasons) {
            // Open, since what is folded would not be printed.
            html.open("details", "class", "why", "open", "")
                    .with(reasons.derivation().label(), "summary");
            html.open("ul");
            reasons(reasons.derivation());
            html.close().close();
        } else if (block instanceof Block.Drawing drawing) {
            html.open("figure")
                    .raw(drawing.svg())
                    .with(drawing.title(), "figcaption")
                    .close();
        }
    }

    /** In a box that scrolls, which the keyboard must be able to reach. */
    private void table(Table table) {
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", table.title());
        html.open("table").with(table.title(), "caption").open("thead").open("tr");
        for (int i = 0; i < table.head().size(); i++) {
            html.with(
                    table.head().get(i),
                    "th",
                    "scope",
                    "col",
                    "class",
                    table.numeric().contains(i) ? "num" : null);
        }
        html.close().close().open("tbody");
        for (List<String> row : table.rows()) {
            html.open("tr");
            for (int i = 0; i < row.size(); i++) {
                html.open("td", "class", table.numeric().contains(i) ? "num" : null);
                if (VERDICTS.contains(row.get(i))) html.with(row.get(i), "span", "class", "badge " + row.get(i));
                else html.text(row.get(i));
                html.close();
            }
            html.close().raw("\n");
        }
        html.close().close().close();
    }

    private void reasons(Derivation derivation) {
        html.open("li").with(derivation.label(), "strong").text(" = " + derivation.line());
        if (derivation.note() != null) html.text(" (" + derivation.note() + ")");
        if (!derivation.children().isEmpty()) {
            html.open("ul");
            derivation.children().forEach(this::reasons);
            html.close();
        }
        html.close();
    }
}
