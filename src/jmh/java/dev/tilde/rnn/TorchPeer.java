package dev.tilde.rnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.UniformInitializer;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.List;

/** PyTorch, through DJL, at the work of {@link SequenceBench}. */
final class TorchPeer implements SequenceBench.Work {
    private final NDManager manager;
    private final NDArray x;
    private final NDArray y;
    private final Block net;
    private final ParameterStore store;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Optimizer adam =
            Adam.builder().optLearningRateTracker(Tracker.fixed(0.001f)).build();

    TorchPeer(SequenceBench.Shape shape, boolean lstm, float[] inputs, float[] targets) {
        this.manager = NDManager.newBaseManager("PyTorch");
        this.x = manager.create(inputs, new Shape(shape.rows(), shape.steps(), shape.inputs()));
        this.y = manager.create(targets, new Shape(shape.rows(), 1));
        Block cell = lstm
                ? LSTM.builder().setStateSize(shape.hidden()).setNumLayers(1).build()
                : GRU.builder().setStateSize(shape.hidden()).setNumLayers(1).build();
        this.net = new SequentialBlock()
                .add(cell)
                .addSingleton(all -> all.get(":, -1"))
                .add(Linear.builder().setUnits(1).build());
        net.setInitializer(new UniformInitializer((float) (1 / Math.sqrt(shape.hidden()))), p -> true);
        net.initialize(manager, DataType.FLOAT32, x.getShape());
        this.store = new ParameterStore(manager, false);
        for (Pair<String, Parameter> p : net.getParameters()) {
            parameters.add(p.getValue());
        }
    }

    @Override
    public void train() {
        try (NDManager scope = manager.newSubManager()) {
            try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                NDArray start = x.duplicate();
                start.attach(scope);
                NDList out = net.forward(store, new NDList(start), true);
                out.attach(scope);
                NDArray loss = out.singletonOrThrow().sub(y).square().mean();
                loss.attach(scope);
                collector.backward(loss);
            }
            clip(scope);
            for (Parameter p : parameters) {
                NDArray gradient = p.getArray().getGradient();
                gradient.attach(scope);
                adam.update(p.getId(), p.getArray(), gradient);
                gradient.subi(gradient);
            }
        }
    }

    /** The norm of all gradients together becomes at most 1. */
    private void clip(NDManager scope) {
        NDList squares = new NDList();
        for (Parameter p : parameters) {
            NDArray gradient = p.getArray().getGradient();
            gradient.attach(scope);
            NDArray square = gradient.square().sum();
            square.attach(scope);
            squares.add(square);
        }
        double sum = 0;
        for (NDArray s : squares) {
            sum += s.getFloat();
        }
        double norm = Math.sqrt(sum);
        if (norm > 1) {
            for (Parameter p : parameters) {
                NDArray gradient = p.getArray().getGradient();
                gradient.attach(scope);
                gradient.muli(1 / (norm + 1e-6));
            }
        }
    }

    @Override
    public void infer() {
        try (NDManager scope = manager.newSubManager()) {
            NDArray start = x.duplicate();
            start.attach(scope);
            NDList out = net.forward(store, new NDList(start), false);
            out.attach(scope);
            out.singletonOrThrow().toFloatArray();
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
