package dev.postern.stacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A release of a library that nobody should use any more, apart from all that is on the class path. */
final class OldRelease {

    private final ClassLoader loader;

    private OldRelease(ClassLoader loader) {
        this.loader = loader;
    }

    /** The jars that the build has put into a folder of {@code target/old}. */
    static OldRelease of(String folder) {
        try (var jars = Files.list(Path.of("target", "old", folder))) {
            return new OldRelease(new OwnFirst(jars.map(OldRelease::url).toArray(URL[]::new)));
        } catch (IOException e) {
            throw new UncheckedIOException("run mvn process-test-resources", e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a path is a URL", e);
        }
    }

    Class<?> type(String name) {
        try {
            return loader.loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    Object make(String type, Object... arguments) throws Exception {
        return within(() -> fitting(type(type).getConstructors(), "", arguments).newInstance(arguments));
    }

    Object callStatic(String type, String method, Object... arguments) throws Exception {
        return within(() -> fitting(type(type).getMethods(), method, arguments).invoke(null, arguments));
    }

    /** Calls a public method; what it throws is thrown. */
    Object call(Object on, String method, Object... arguments) throws Exception {
        return within(() -> {
            var found = fitting(on.getClass().getMethods(), method, arguments);
            found.setAccessible(true); // a public method of a class that need not be public
            return found.invoke(on, arguments);
        });
    }

    private interface Call {
        Object make() throws ReflectiveOperationException;
    }

    /** Libraries look their classes up by the thread's loader. */
    private Object within(Call call) throws Exception {
        var thread = Thread.currentThread();
        var usual = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return call.make();
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            thread.setContextClassLoader(usual);
        }
    }

    private static <E extends Executable> E fitting(E[] all, String name, Object[] arguments) {
        return Arrays.stream(all)
                .filter(one -> name.isEmpty() || one.getName().equals(name))
                .filter(one -> fits(one.getParameterTypes(), arguments))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + Arrays.toString(arguments)));
    }

    private static boolean fits(Class<?>[] types, Object[] arguments) {
        if (types.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            if (!MethodType.methodType(types[i]).wrap().returnType().isInstance(arguments[i])) {
                return false;
            }
        }
        return true;
    }

    /** Looks into its own jars before it asks its parent. */
    private static final class OwnFirst extends URLClassLoader {

        OwnFirst(URL[] jars) {
            super(jars, OldRelease.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                var loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                try {
                    return findClass(name);
                } catch (ClassNotFoundException e) {
                    return super.loadClass(name, resolve);
                }
            }
        }
    }
}
