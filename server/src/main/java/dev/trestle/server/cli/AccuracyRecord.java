package dev.trestle.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trestle.components.accuracy.Oracle;
import dev.trestle.components.accuracy.Recording;
import dev.trestle.components.accuracy.Row;
import dev.trestle.server.report.PrettyJson;
import dev.trestle.server.report.ReportJson;
import dev.trestle.server.web.BadInput;
import dev.trestle.server.web.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Writes what an oracle's stated size gave into its folder among the sources, for the accuracy page of the next build. */
final class AccuracyRecord {
    private final Path folder;

    /** @param name folder of the oracles, such as components/src/main/resources/accuracy; throws {@link BadInput} */
    AccuracyRecord(String name) {
        try {
            folder = Path.of(name);
        } catch (InvalidPathException e) {
            throw new BadInput("record", "file", "--record " + name + ": is not a file name");
        }
        for (String id : Oracle.ids()) {
            if (!Files.isDirectory(folder.resolve(id))) {
                throw new BadInput(
                        "record",
                        "file",
                        "--record " + name + ": is not the folder of the oracles, it has no folder " + id);
            }
        }
    }

    void write(Oracle oracle, List<Row> rows, double seconds) {
        ObjectNode json = Json.object()
                .put("date", LocalDate.now(ZoneOffset.UTC).toString())
                .put("engine", ReportJson.ENGINE)
                .put("machine", machine())
                .put("seconds", Math.round(seconds));
        ArrayNode array = json.putArray("rows");
        for (Row row : rows) {
            ObjectNode object = array.addObject()
                    .put("case", row.name())
                    .put("measure", row.measure())
                    .put("known", row.known())
                    .put("measured", row.measured())
                    .put("standardError", row.standardError())
                    .put("tolerance", row.tolerance())
                    .put("seeds", row.seeds());
            if (row.shape()) {
                object.put("shape", "yes");
            }
        }
        try {
            Files.writeString(folder.resolve(oracle.id()).resolve(Recording.FILE), PrettyJson.of(json));
        } catch (IOException e) {
            throw new BadInput("record", "file", "--record " + folder + ": cannot be written: " + e.getMessage());
        }
    }

    private static String machine() {
        int processors = Runtime.getRuntime().availableProcessors();
        return processors + (processors == 1 ? " processor, " : " processors, ") + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ", Java " + Runtime.version().feature();
    }
}
