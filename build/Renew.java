import static java.lang.classfile.ClassFile.ConstantPoolSharingOption.NEW_POOL;
import static java.lang.classfile.ClassFile.StackMapsOption.GENERATE_STACK_MAPS;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// `java Renew.java OLD.jar NEW.jar`: the same jar with its classes in a format that an AOT cache
/// takes.
///
/// picocli's are in the format of Java 5, which the JVM verifies at each start and never archives:
/// that is a third of the time of a short command. Nothing else about them changes: each method
/// gets the stack maps that a newer compiler would have written.
public final class Renew {

  private final ZipFile old;
  private final ClassFile classFile;

  private Renew(ZipFile old) {
    this.old = old;
    ClassHierarchyResolver ownFirst =
        ClassHierarchyResolver.ofResourceParsing(this::open)
            .orElse(ClassHierarchyResolver.defaultResolver());
    this.classFile =
        ClassFile.of(NEW_POOL, GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(ownFirst));
  }

  public static void main(String[] args) throws IOException {
    try (ZipFile old = new ZipFile(args[0]);
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(Path.of(args[1])))) {
      Renew renew = new Renew(old);
      for (ZipEntry entry : Collections.list(old.entries())) {
        try (InputStream in = old.getInputStream(entry)) {
          ZipEntry copy = new ZipEntry(entry.getName());
          copy.setTime(entry.getTime()); // the same bytes each time: the jar's hash names folders
          to.putNextEntry(copy);
          to.write(renew.renewed(entry.getName(), in.readAllBytes()));
        }
      }
    }
  }

  private byte[] renewed(String name, byte[] bytes) {
    if (!name.endsWith(".class") || name.startsWith("META-INF/")) {
      return bytes;
    }
    ClassModel model = classFile.parse(bytes);
    if (model.majorVersion() >= ClassFile.JAVA_6_VERSION) {
      return bytes;
    }
    ClassTransform version =
        (to, element) -> {
          if (element instanceof ClassFileVersion) {
            to.withVersion(ClassFile.JAVA_8_VERSION, 0);
          } else {
            to.with(element);
          }
        };
    return classFile.transformClass(
        model, version.andThen(ClassTransform.transformingMethodBodies((to, each) -> to.with(each))));
  }

  /// A class of the jar, or null, as the resolver wants it.
  private InputStream open(ClassDesc type) {
    String descriptor = type.descriptorString(); // Lpicocli/CommandLine;
    ZipEntry entry = old.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
    try {
      return entry == null ? null : old.getInputStream(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
