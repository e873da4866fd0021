package dev.trestle.components.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.trestle.estimator.estimate.BriefNumbers;
import dev.trestle.estimator.estimate.EntityNumbers;
import dev.trestle.estimator.estimate.Estimate;
import dev.trestle.estimator.estimate.OperationNumbers;
import dev.trestle.estimator.estimate.StepNumbers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BriefNumbersTest {
    @Test
    void theNumbersOfABriefAreItsTextsAndParsedSteps() {
        BriefNumbers numbers = BoardJson.parse(BoardJsonTest.photo()).brief().numbers();
        assertEquals("users * uploads", numbers.operations().get("upload").rate());
        assertEquals("10 Muser", numbers.assumptions().get("users"));
        assertEquals(new EntityNumbers("photoSize", "240 M"), numbers.entities().get("PhotoFile"));
        assertEquals(
                new OperationNumbers(
                        null,
                        "posted",
                        null,
                        List.of(new StepNumbers("read", "Follower", 1, 1), new StepNumbers("write", "Feed", 200, 1))),
                numbers.operations().get("fanout"));
    }

    @Test
    void aStepThatCannotBeReadIsLeftOut() {
        Operation operation = new Operation(null, "1/s", null, null, List.of("fetch A", "read A x2 if 50 %"));
        Brief brief = new Brief(null, Map.of(), Map.of(), Map.of("o", operation), Map.of());
        assertEquals(
                List.of(new StepNumbers("read", "A", 2, 0.5)),
                brief.numbers().operations().get("o").steps());
    }

    @Test
    void uploadsOfTenMillionUsersAreSevenPointSevenASecond() {
        Estimate estimate =
                Estimate.of(BoardJson.parse(BoardJsonTest.photo()).brief().numbers());
        // 10 M users x 2 photos / (30 days x 86,400 s) = 7.716/s; the peak is three times that
        assertEquals(7.716, estimate.averagePerSecond("upload"), 0.0005);
        assertEquals(23.148, estimate.peakPerSecond("upload"), 0.0005);
    }
}
