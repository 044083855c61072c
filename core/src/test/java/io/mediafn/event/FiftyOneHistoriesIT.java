package io.mediafn.event;

import io.mediafn.dataset.Dataset;
import io.mediafn.dataset.EditableDataset;
import io.mediafn.dataset.SampleRecord;
import io.mediafn.dataset.fiftyone.FiftyOneDatasets;
import io.mediafn.dataset.fiftyone.FiftyOneSettings;
import io.mediafn.dataset.fiftyone.TestDatabase;
import io.mediafn.location.Location;
import io.mediafn.storage.ObjectStore;
import io.mediafn.testing.NeedsServer;
import io.mediafn.testing.NeedsServer.Server;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** In a dataset of FiftyOne, in the real MongoDB, whose calls fail as those of the stores do. */
@NeedsServer(Server.MONGOD)
final class FiftyOneHistoriesIT extends PipelineHistories {
    private static final Set<String> CALLS = Set.of("record", "relink");

    private final FiftyOneDatasets datasets = new FiftyOneDatasets();
    private TestDatabase database;

    @BeforeEach
    void fill() {
        database = new TestDatabase();
    }

    @AfterEach
    void drop() {
        datasets.close();
        database.close();
    }

    @Override
    int rounds() {
        return 12;
    }

    @Override
    Registered open(ObjectStore faulty, ObjectStore sound, Faults faults) {
        database.images(List.of("s3://b/another.jpg"));
        EditableDataset dataset =
                datasets.open(new FiftyOneSettings(database.uri(), database.name()), TestDatabase.IMAGES, false);
        EditableDataset failing = failing(dataset, faults);
        return new Registered() {
            @Override
            public <R> R recording(Optional<String> name, Function<Dataset, R> work) {
                return work.apply(failing);
            }

            @Override
            public <R> R editing(Optional<String> name, Function<EditableDataset, R> work) {
                return work.apply(failing);
            }

            @Override
            public boolean owns(Optional<String> name, Location at) {
                return false;
            }

            @Override
            public List<SampleRecord> samples() {
                return dataset.samples().stream()
                        .filter(sample -> !sample.filepath().key().startsWith("another"))
                        .toList();
            }

            @Override
            public void close() {
                dataset.close();
            }
        };
    }

    private static EditableDataset failing(EditableDataset dataset, Faults faults) {
        return (EditableDataset) Proxy.newProxyInstance(
                FiftyOneHistoriesIT.class.getClassLoader(),
                new Class<?>[] {EditableDataset.class},
                (proxy, method, arguments) -> {
                    if (!CALLS.contains(method.getName())) {
                        return method.invoke(dataset, arguments);
                    }
                    return faults.call(Location.of("mem://database/"), () -> invoked(method, dataset, arguments))
                            .orElse(null);
                });
    }

    private static Optional<Object> invoked(Method method, EditableDataset dataset, Object[] arguments) {
        try {
            return Optional.ofNullable(method.invoke(dataset, arguments));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
