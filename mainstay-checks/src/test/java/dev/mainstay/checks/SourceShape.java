package dev.mainstay.checks;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** What the tidiness looks at in a parsed source; parsed by the compiler, not resolved. */
sealed interface SourceShape {

  /**
   * A method or constructor with a body, as long as it is from its first word to its last brace.
   */
  record Method(String name, long line, long lines) implements SourceShape {}

  /** A public type that stands in no other. */
  record PublicType(String name, long line, boolean hasJavadoc) implements SourceShape {}

  /** Of one source. */
  static List<SourceShape> of(String name, String source) {
    return Objects.requireNonNull(of(Map.of(name, source)).get(name), name);
  }

  /** Of many by their names, in one run of the compiler: to begin one takes longer than a parse. */
  static Map<String, List<SourceShape>> of(Map<String, String> sources) {
    List<Source> files = new ArrayList<>();
    sources.forEach((name, text) -> files.add(new Source(name, text)));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavacTask task = (JavacTask) compiler.getTask(null, null, problem -> {}, null, null, files);
    Map<String, List<SourceShape>> shapes = new HashMap<>();
    try {
      for (CompilationUnitTree unit : task.parse()) {
        List<SourceShape> its = new ArrayList<>();
        new Scanner(DocTrees.instance(task), unit, its).scan(unit, null);
        shapes.put(unit.getSourceFile().toUri().getPath().substring(1), its);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return shapes;
  }

  /** Collects the shapes of one source. */
  final class Scanner extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final DocTrees trees;
    private final CompilationUnitTree unit;
    private final List<SourceShape> shapes;

    private Scanner(DocTrees trees, CompilationUnitTree unit, List<SourceShape> shapes) {
      this.trees = trees;
      this.unit = unit;
      this.shapes = shapes;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      if (method.getBody() != null) {
        long first = line(start(method));
        long last = line(trees.getSourcePositions().getEndPosition(unit, method));
        shapes.add(new Method(method.getName().toString(), first, last - first + 1));
      }
      return super.visitMethod(method, null);
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      TreePath path = getCurrentPath();
      if (path.getParentPath().getLeaf() == unit
          && type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
        shapes.add(
            new PublicType(
                type.getSimpleName().toString(),
                line(start(type)),
                trees.getDocComment(path) != null));
      }
      return super.visitClass(type, null);
    }

    private long start(Tree tree) {
      return trees.getSourcePositions().getStartPosition(unit, tree);
    }

    private long line(long position) {
      return unit.getLineMap().getLineNumber(position);
    }
  }

  /** A source in memory. */
  final class Source extends SimpleJavaFileObject {
    private final String text;

    private Source(String name, String text) {
      super(URI.create("string:///" + name), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
