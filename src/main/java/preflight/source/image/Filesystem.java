package preflight.source.image;

import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Files of a stage that come from the context, and the directories that are known to be there. */
final class Filesystem {

  /** What every image with a system has. */
  private static final Set<String> OF_EVERY_SYSTEM =
      Set.of(
          "/",
          "/bin",
          "/boot",
          "/dev",
          "/etc",
          "/home",
          "/lib",
          "/media",
          "/mnt",
          "/opt",
          "/proc",
          "/root",
          "/run",
          "/sbin",
          "/srv",
          "/sys",
          "/tmp",
          "/usr",
          "/usr/bin",
          "/usr/lib",
          "/usr/local",
          "/usr/local/bin",
          "/usr/local/lib",
          "/usr/sbin",
          "/usr/share",
          "/usr/src",
          "/var",
          "/var/lib",
          "/var/log",
          "/var/cache",
          "/var/tmp");

  private final SortedMap<String, Origin> files = new TreeMap<>();
  private final Set<String> directories = new HashSet<>(OF_EVERY_SYSTEM);

  Filesystem copy() {
    var copy = new Filesystem();
    copy.files.putAll(files);
    copy.directories.addAll(directories);
    return copy;
  }

  SortedMap<String, Origin> files() {
    return files;
  }

  void put(String path, Origin origin) {
    files.put(path, origin);
    int slash = path.lastIndexOf('/');
    directory(slash <= 0 ? "/" : path.substring(0, slash));
  }

  /** Makes a directory, and those above. */
  void directory(String path) {
    String each = path;
    while (directories.add(each) && each.lastIndexOf('/') > 0) {
      each = each.substring(0, each.lastIndexOf('/'));
    }
  }

  boolean isDirectory(String path) {
    return directories.contains(path);
  }
}
