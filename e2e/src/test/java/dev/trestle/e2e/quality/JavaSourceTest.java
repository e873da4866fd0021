package dev.trestle.e2e.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import dev.trestle.e2e.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** House rules of the Java sources that the compiler does not know: lengths, opening sentences, names of tests. */
class JavaSourceTest {

    private static final int LINES_OF_A_METHOD = 70;
    private static final Pattern VAGUE_TEST_NAME = Pattern.compile("^(test|should)(?=[A-Z_]|$)");
    private static final Faults FAULTS = new Faults();

    /** What the walk over all sources found, by rule. */
    private static final class Faults {
        private final List<String> longMethods = new ArrayList<>();
        private final List<String> silentTypes = new ArrayList<>();
        private final List<String> vagueTests = new ArrayList<>();
        private final List<String> skippedTests = new ArrayList<>();
    }

    @BeforeAll
    static void readEverySource() {
        List<Path> sources = Checkout.javaSources();
        assertFalse(sources.isEmpty(), "no Java source below " + Checkout.ROOT);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null,
                    files,
                    problem -> {},
                    List.of("-proc:none"),
                    null,
                    files.getJavaFileObjectsFromPaths(sources));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Reader(unit, trees).scan(unit, null);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void noMethodIsLongerThanSeventyLines() {
        assertEquals(List.of(), FAULTS.longMethods);
    }

    @Test
    void everyPublicTypeSaysWhatItIs() {
        assertEquals(List.of(), FAULTS.silentTypes);
    }

    @Test
    void namesOfTestsStateBehaviour() {
        assertEquals(List.of(), FAULTS.vagueTests);
    }

    @Test
    void noTestIsSwitchedOff() {
        assertEquals(List.of(), FAULTS.skippedTests);
    }

    /** Collects the faults of one source file. */
    private static final class Reader extends TreePathScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final DocTrees trees;
        private final String file;

        Reader(CompilationUnitTree unit, DocTrees trees) {
            this.unit = unit;
            this.trees = trees;
            this.file = Checkout.name(Path.of(unit.getSourceFile().toUri()));
        }

        @Override
        public Void visitClass(ClassTree type, Void none) {
            boolean top = getCurrentPath().getParentPath().getLeaf() instanceof CompilationUnitTree;
            if (top && type.getModifiers().getFlags().contains(Modifier.PUBLIC) && file.contains("/main/")) {
                DocCommentTree words = trees.getDocCommentTree(getCurrentPath());
                if (words == null || words.getFirstSentence().isEmpty()) {
                    FAULTS.silentTypes.add(file);
                }
            }
            return super.visitClass(type, none);
        }

        @Override
        public Void visitMethod(MethodTree method, Void none) {
            long lines = lines(method);
            if (lines > LINES_OF_A_METHOD) {
                FAULTS.longMethods.add(file + ": " + method.getName() + " has " + lines + " lines");
            }
            String annotations = method.getModifiers().getAnnotations().toString();
            if (annotations.contains("Test")
                    && VAGUE_TEST_NAME.matcher(method.getName()).find()) {
                FAULTS.vagueTests.add(file + ": " + method.getName());
            }
            if (annotations.contains("@Disabled")) {
                FAULTS.skippedTests.add(file + ": " + method.getName());
            }
            return super.visitMethod(method, none);
        }

        private long lines(MethodTree method) {
            SourcePositions positions = trees.getSourcePositions();
            LineMap map = unit.getLineMap();
            long end = positions.getEndPosition(unit, method);
            return end < 0
                    ? 0
                    : map.getLineNumber(end) - map.getLineNumber(positions.getStartPosition(unit, method)) + 1;
        }
    }
}
