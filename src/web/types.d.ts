/** What is trained, on what, and how. */
export interface Experiment {
    /** The rows to learn from. */
    data: Data;
    /** The network. */
    model: Model;
    /** What training makes small. */
    loss: "categorical-crossentropy" | "sparse-categorical-crossentropy" | "binary-crossentropy" | "mse" | "mae" | "huber";
    /** How it is made small. */
    optimizer: Optimizer;
    /** Rows of a batch, or all of them. */
    batchSize: number | "full";
    /** A new random order each epoch; default true. */
    shuffle?: boolean;
    /** Decides initial weights, order and split; default 0. */
    seed?: number;
}

/** Where the rows come from. */
export type Data =
    /** The caller's own numbers, as they are. */
    | {
        /** One array of features a row. */
        features: ArrayLike<number>[];
        /** One array of targets a row. */
        targets: ArrayLike<number>[];
        /** What a row of features is, such as [height, width, channels]; default one dimension. */
        inputShape?: number[];
        /** Fraction of the rows to hold out; default 0. */
        validation?: number;
    }
    /** The caller's own table, as text. */
    | {
        /** Rows of values between commas, semicolons, tabs or vertical bars, with or without a header. */
        csv: string;
        /**
         * Name of the column to predict; without a header its number, from 1. Texts, and whole numbers of at most 20
         * different values, are classes in their order; other numbers are a quantity.
         */
        target: string;
        /** Mean 0 and deviation 1 for each feature, by the training part; default true. */
        standardize?: boolean;
        /** Fraction of the rows to hold out; default 0. */
        validation?: number;
        /** One-hot targets, or the class label itself over all outputs; default one-hot. */
        encoding?: "one-hot" | "label";
    }
    /** A data set of the lab. */
    | {
        /** One of `datasets()`. */
        name: string;
        /** Number of rows of a synthetic set. */
        samples?: number;
        /** Standard deviation of a synthetic set's noise. */
        noise?: number;
        /**
         * The classes whose rows are taken, counted from 0; default all. The network has an output for each class all
         * the same, so that what was trained on some can go on with others.
         */
        classes?: number[];
        /**
         * Mean 0 and deviation 1 for each feature, by the training part; default true, but false for pictures that were
         * given to `provideData`.
         */
        standardize?: boolean;
        /** Fraction of the rows to hold out; default 0. */
        validation?: number;
        /** One-hot targets, or the class label itself over all outputs; default one-hot. */
        encoding?: "one-hot" | "label";
    };

/** The network. */
export interface Model {
    /** From the inputs to the outputs. */
    layers: Layer[];
    /** How the kernels are drawn; default `glorot-uniform`. */
    init?: "glorot-uniform" | "glorot-normal" | "he-uniform" | "he-normal" | "lecun-normal" | "zeros";
    /** Kernel and bias of each layer, as Keras's `get_weights()`, instead of drawn ones. */
    weights?: WeightTensor[];
}

/** One weight tensor. */
export interface WeightTensor {
    /** Shape; a dense kernel is [inputs, outputs]. */
    shape: number[];
    /** The numbers, row-major. */
    values: ArrayLike<number>;
}

/**
 * Options of a range test. What is left out comes from the preset or, without one, is: 1e-7 to 10 in 100 steps,
 * exponentially, losses smoothed with a corrected average of β = 0.95, stopped at 4 times the lowest.
 */
export interface FinderOptions {
    /** The first rate. */
    startLr?: number;
    /** The last rate. */
    endLr?: number;
    /** How many rates. */
    steps?: number;
    /** How many rates, as epochs of data; instead of `steps`. */
    epochs?: number;
    /** How the rates rise. */
    sweep?: "exponential" | "linear";
    /** How long a rate is kept; default: for a batch. */
    per?: "batch" | "epoch";
    /** Which loss a rate is judged by; default: the batch's. */
    lossOn?: "batch" | "validation" | "running-mean";
    /** How the losses are smoothed. */
    smoothing?: SmoothingOptions;
    /** When the loss has diverged. */
    stop?: StopOptions | "never";
    /** A rate above which the test ends. */
    lrCap?: number;
    /** Act as this text or library does. */
    preset?: "fastai" | "lightning" | "torch-lr-finder" | "ignite" | "ktrain" | "van-wyk" | "pyimagesearch" | "document-000" | "document-001";
}

/** When the loss has diverged: past `factor` times a loss seen before. */
export interface StopOptions {
    /** How many times; default 4. */
    factor?: number;
    /** Which loss; default `best-smoothed`. */
    against?: "best-smoothed" | "best-raw" | "initial";
}

/** A layer. */
export type Layer =
    /** Every output is a weighted sum of all inputs, plus a bias. */
    | {
        kind: "dense";
        /** Number of outputs. Accepted: a whole number from 1 to 4000000. */
        units: number;
        /** What is applied to the sums. Default: `linear`. */
        activation?: "relu" | "leaky-relu" | "gelu" | "swish" | "tanh" | "sigmoid" | "softmax" | "linear";
    }
    /** Small kernels slide over an image, each looking for its own pattern. */
    | {
        kind: "conv2d";
        /** Number of kernels, and of output channels. Accepted: a whole number from 1 to 4000000. */
        filters: number;
        /** Side of a kernel, in pixels. Accepted: a whole number from 1 to 1000. */
        kernelSize: number;
        /** What is applied to the sums. Default: `linear`. */
        activation?: "relu" | "leaky-relu" | "gelu" | "swish" | "tanh" | "sigmoid" | "softmax" | "linear";
    }
    /** Of each small window of an image only the largest number goes on: a smaller image, less sensitive to place. */
    | {
        kind: "max-pool2d";
        /** Side of a window, in pixels. Accepted: a whole number from 1 to 1000. Default: 2. */
        poolSize?: number;
    }
    /** An image as a row of numbers, for the dense layers after it. */
    | {
        kind: "flatten";
    }
    /** In training some of the inputs are lost here at random, so that the network cannot rely on any single one. */
    | {
        kind: "dropout";
        /** Share of the inputs that is dropped. Accepted: a number from 0 up to, not including, 1. */
        rate: number;
    };

/** An optimizer with its settings. What is absent is as in the library that `convention` names. */
export type Optimizer =
    /** Gradient descent, with momentum if you like: the rate is the size of the step. */
    | {
        kind: "sgd";
        /** Whose rule and whose defaults. Default: `keras`. */
        convention?: "keras" | "pytorch";
        /**
         * Share of the last velocity that is kept: the steps gather speed downhill. Accepted: a number from 0 up to, not
         * including, 1. Default: 0.
         */
        momentum?: number;
        /** Look ahead along the velocity; needs momentum. Default: false. */
        nesterov?: boolean;
        /**
         * Share of a new gradient that the velocity leaves out. Accepted: a number from 0 to 1. Default: 0. Only PyTorch
         * has it.
         */
        dampening?: number;
        /**
         * Pulls the weights towards 0: in Keras apart from the gradient, in PyTorch as a part of it. Accepted: a finite
         * number from 0. Default: 0.
         */
        weightDecay?: number;
    }
    /** Divides each weight's steps by all the gradients it has had: its own rate only falls. */
    | {
        kind: "adagrad";
        /** Whose rule and whose defaults. Default: `keras`. */
        convention?: "keras" | "pytorch";
        /**
         * Where the sum of squared gradients begins: a larger one makes the first steps smaller. Accepted: a finite
         * number from 0. Default: 0.1 as in Keras, 0 as in PyTorch.
         */
        initialAccumulatorValue?: number;
        /**
         * Keeps the division apart from 0; a large one makes the rule more like SGD. Accepted: a finite number from 0.
         * Default: 1e-7 as in Keras, 1e-10 as in PyTorch.
         */
        epsilon?: number;
        /**
         * Lowers the rate by itself: after t steps it is divided by 1 + t times this. Accepted: a finite number from 0.
         * Default: 0. Only PyTorch has it.
         */
        lrDecay?: number;
        /**
         * Pulls the weights towards 0: in Keras apart from the gradient, in PyTorch as a part of it. Accepted: a finite
         * number from 0. Default: 0.
         */
        weightDecay?: number;
    }
    /** Measures each step by the steps before it and needs a rate near 1, or much patience. */
    | {
        kind: "adadelta";
        /** Whose rule and whose defaults. Default: `keras`. */
        convention?: "keras" | "pytorch";
        /**
         * Share of the mean squared gradient that is kept: near 1 the memory is long. Accepted: a number from 0 up to,
         * not including, 1. Default: 0.95 as in Keras, 0.9 as in PyTorch.
         */
        rho?: number;
        /**
         * The first steps are made of it: a larger one starts faster. Accepted: a finite number from 0. Default: 1e-7 as
         * in Keras, 1e-6 as in PyTorch.
         */
        epsilon?: number;
        /**
         * Pulls the weights towards 0: in Keras apart from the gradient, in PyTorch as a part of it. Accepted: a finite
         * number from 0. Default: 0.
         */
        weightDecay?: number;
    }
    /** Divides each weight's gradient by its recent size, so that all weights move alike. */
    | {
        kind: "rmsprop";
        /** Whose rule and whose defaults. Default: `keras`. */
        convention?: "keras" | "pytorch";
        /**
         * Share of the mean squared gradient that is kept: near 1 the memory is long. Accepted: a number from 0 up to,
         * not including, 1. Default: 0.9 as in Keras, 0.99 as in PyTorch.
         */
        rho?: number;
        /**
         * Share of the last velocity that is kept: the steps gather speed downhill. Accepted: a number from 0 up to, not
         * including, 1. Default: 0.
         */
        momentum?: number;
        /**
         * Keeps the division apart from 0; a large one makes the rule more like SGD. Accepted: a finite number from 0.
         * Default: 1e-7 as in Keras, 1e-8 as in PyTorch.
         */
        epsilon?: number;
        /** Divide by the gradient's deviation from its mean instead of its size. Default: false. */
        centered?: boolean;
        /**
         * Pulls the weights towards 0: in Keras apart from the gradient, in PyTorch as a part of it. Accepted: a finite
         * number from 0. Default: 0.
         */
        weightDecay?: number;
    }
    /** Momentum, divided by the recent size of the gradients: the rate is about the size of a step. */
    | {
        kind: "adam";
        /** Whose rule and whose defaults. Default: `keras`. */
        convention?: "keras" | "pytorch";
        /**
         * Share of the mean gradient that is kept: Adam's momentum. Accepted: a number from 0 up to, not including, 1.
         * Default: 0.9.
         */
        beta1?: number;
        /**
         * Share of the mean squared gradient that is kept: near 1 the memory is long. Accepted: a number from 0 up to,
         * not including, 1. Default: 0.999.
         */
        beta2?: number;
        /**
         * Keeps the division apart from 0; a large one makes the rule more like SGD. Accepted: a finite number from 0.
         * Default: 1e-7 as in Keras, 1e-8 as in PyTorch.
         */
        epsilon?: number;
        /** Divide by the largest mean square so far, so that no step grows again. Default: false. */
        amsgrad?: boolean;
        /**
         * Pulls the weights towards 0: in Keras apart from the gradient, in PyTorch as a part of it. Accepted: a finite
         * number from 0. Default: 0.
         */
        weightDecay?: number;
    }
    /** Adam that pulls the weights towards 0 apart from the gradient. */
    | {
        kind: "adamw";
        /** Whose rule and whose defaults. Default: `keras`. */
        convention?: "keras" | "pytorch";
        /**
         * Share of the mean gradient that is kept: Adam's momentum. Accepted: a number from 0 up to, not including, 1.
         * Default: 0.9.
         */
        beta1?: number;
        /**
         * Share of the mean squared gradient that is kept: near 1 the memory is long. Accepted: a number from 0 up to,
         * not including, 1. Default: 0.999.
         */
        beta2?: number;
        /**
         * Keeps the division apart from 0; a large one makes the rule more like SGD. Accepted: a finite number from 0.
         * Default: 1e-7 as in Keras, 1e-8 as in PyTorch.
         */
        epsilon?: number;
        /** Divide by the largest mean square so far, so that no step grows again. Default: false. */
        amsgrad?: boolean;
        /**
         * Pulls the weights towards 0, apart from the gradient. Accepted: a finite number from 0. Default: 0.004 as in
         * Keras, 0.01 as in PyTorch.
         */
        weightDecay?: number;
    }
    /** Adam that looks ahead along its momentum, which rises from half to all of beta1. */
    | {
        kind: "nadam";
        /** Whose rule and whose defaults. Default: `keras`. */
        convention?: "keras" | "pytorch";
        /**
         * Share of the mean gradient that is kept: Adam's momentum. Accepted: a number from 0 up to, not including, 1.
         * Default: 0.9.
         */
        beta1?: number;
        /**
         * Share of the mean squared gradient that is kept: near 1 the memory is long. Accepted: a number from 0 up to,
         * not including, 1. Default: 0.999.
         */
        beta2?: number;
        /**
         * Keeps the division apart from 0; a large one makes the rule more like SGD. Accepted: a finite number from 0.
         * Default: 1e-7 as in Keras, 1e-8 as in PyTorch.
         */
        epsilon?: number;
        /**
         * How fast the momentum rises to beta1; Keras's rises as with 1. Accepted: a finite number from 0. Default:
         * 0.004. Only PyTorch has it.
         */
        momentumDecay?: number;
        /**
         * Pulls the weights towards 0: in Keras apart from the gradient, in PyTorch as a part of it. Accepted: a finite
         * number from 0. Default: 0.
         */
        weightDecay?: number;
    }
    /** Adam that divides by the largest recent gradient: steadier after a sudden large one. */
    | {
        kind: "adamax";
        /** Whose rule and whose defaults. Default: `keras`. */
        convention?: "keras" | "pytorch";
        /**
         * Share of the mean gradient that is kept: Adam's momentum. Accepted: a number from 0 up to, not including, 1.
         * Default: 0.9.
         */
        beta1?: number;
        /**
         * Share of the largest gradient that is kept: near 1 it is remembered for long. Accepted: a number from 0 up to,
         * not including, 1. Default: 0.999.
         */
        beta2?: number;
        /**
         * Keeps the division apart from 0; a large one makes the rule more like SGD. Accepted: a finite number from 0.
         * Default: 1e-7 as in Keras, 1e-8 as in PyTorch.
         */
        epsilon?: number;
        /**
         * Pulls the weights towards 0: in Keras apart from the gradient, in PyTorch as a part of it. Accepted: a finite
         * number from 0. Default: 0.
         */
        weightDecay?: number;
    }
    /**
     * Adam with a warm-up of its own: it divides only once it has seen enough gradients. The rule is PyTorch's under
     * both conventions.
     */
    | {
        kind: "radam";
        /** Whose rule and whose defaults. Default: `keras`. */
        convention?: "keras" | "pytorch";
        /**
         * Share of the mean gradient that is kept: Adam's momentum. Accepted: a number from 0 up to, not including, 1.
         * Default: 0.9.
         */
        beta1?: number;
        /**
         * Share of the mean squared gradient that is kept: near 1 the memory is long. Accepted: a number from 0 up to,
         * not including, 1. Default: 0.999.
         */
        beta2?: number;
        /**
         * Keeps the division apart from 0; a large one makes the rule more like SGD. Accepted: a finite number from 0.
         * Default: 1e-8.
         */
        epsilon?: number;
        /**
         * Pulls the weights towards 0: in Keras apart from the gradient, in PyTorch as a part of it. Accepted: a finite
         * number from 0. Default: 0.
         */
        weightDecay?: number;
    }
    /**
     * Moves every weight by exactly the rate, along the sign of a momentum: use a small rate. The rule is Keras's
     * under both conventions.
     */
    | {
        kind: "lion";
        /** Whose rule and whose defaults. Default: `keras`. */
        convention?: "keras" | "pytorch";
        /**
         * Share of the mean gradient in the direction of a step; the rest is the new gradient. Accepted: a number above
         * 0 up to, not including, 1. Default: 0.9.
         */
        beta1?: number;
        /**
         * Share of the mean gradient that is kept: near 1 the memory is long. Accepted: a number from 0 up to, not
         * including, 1. Default: 0.99.
         */
        beta2?: number;
        /**
         * Pulls the weights towards 0: in Keras apart from the gradient, in PyTorch as a part of it. Accepted: a finite
         * number from 0. Default: 0.
         */
        weightDecay?: number;
    }
    /**
     * Gives each weight a step of its own, which grows while its gradient keeps its sign: for the full batch. The
     * rate is the first step alone, and the rule PyTorch's under both conventions.
     */
    | {
        kind: "rprop";
        /** Whose rule and whose defaults. Default: `keras`. */
        convention?: "keras" | "pytorch";
        /**
         * What a weight's step is multiplied by where its gradient has changed its sign. Accepted: a number above 0 up
         * to, not including, 1. Default: 0.5.
         */
        etaMinus?: number;
        /** What it is multiplied by where the sign is the same. Accepted: a finite number above 1. Default: 1.2. */
        etaPlus?: number;
        /** The smallest step. Accepted: a finite number from 0. Default: 1e-6. */
        minStep?: number;
        /** The largest step. Accepted: a finite number above 0. Default: 50. */
        maxStep?: number;
    };

/** How the losses are smoothed. */
export type SmoothingOptions =
    /** An exponential average whose start is corrected: the first loss is itself (fastai). */
    | {
        kind: "corrected";
        /**
         * Share of the last average that is kept: near 1 it is slow. Accepted: a number from 0 up to, not including, 1.
         * Default: 0.95.
         */
        beta?: number;
    }
    /** An exponential average that begins at the first loss and is slow to leave it (torch-lr-finder, ignite). */
    | {
        kind: "seeded";
        /**
         * Share of the last average that is kept: near 1 it is slow. Accepted: a number from 0 up to, not including, 1.
         * Default: 0.95.
         */
        beta?: number;
    }
    /** The corrected average with the correction one step ahead: it begins at half the first loss. */
    | {
        kind: "lightning";
        /**
         * Share of the last average that is kept: near 1 it is slow. Accepted: a number from 0 up to, not including, 1.
         * Default: 0.95.
         */
        beta?: number;
    }
    /** The losses as they are. */
    | {
        kind: "none";
    };

/** A schedule: a shape over steps or epochs; by default steps, and within a join or product what that counts. */
export type Schedule = Shape & { unit?: "step" | "epoch" };

/** A shape of the rate over what a schedule counts. */
export type Shape =
    /** The same rate for ever: the baseline. */
    | {
        kind: "constant";
        /** The rate. Accepted: a finite number above 0. */
        lr: number;
    }
    /** Time-based decay: divided by 1 + decayRate · t. */
    | {
        kind: "inverse-time";
        /** The first rate. Accepted: a finite number above 0. */
        initLr: number;
        /** How much the divisor grows in decaySteps. Accepted: a finite number from 0. */
        decayRate: number;
        /** Steps to one decayRate. Accepted: a finite number above 0. Default: 1. */
        decaySteps?: number;
        /** Change in jumps, at whole multiples of decaySteps. Default: false. */
        staircase?: boolean;
    }
    /** Multiplied by a factor every few steps. */
    | {
        kind: "step";
        /** The first rate. Accepted: a finite number above 0. */
        initLr: number;
        /** What the rate is multiplied by. Accepted: a finite number above 0. */
        factor: number;
        /** Steps between two changes. Accepted: a finite number above 0. */
        stepSize: number;
    }
    /** Multiplied by a factor at given steps. */
    | {
        kind: "multi-step";
        /** The first rate. Accepted: a finite number above 0. */
        initLr: number;
        /** What the rate is multiplied by. Accepted: a finite number above 0. */
        factor: number;
        /**
         * Where the rate changes, ascending; the new one holds there. Accepted: a whole number from 0 to
         * 9007199254740991.
         */
        milestones: ArrayLike<number>;
    }
    /** Given rates between given steps. */
    | {
        kind: "piecewise";
        /** The last step of each rate but one, ascending. Accepted: a whole number from 0 to 9007199254740991. */
        boundaries: ArrayLike<number>;
        /** The rates, one more than boundaries. Accepted: a finite number from 0. */
        values: ArrayLike<number>;
    }
    /** Multiplied by decayRate in every decaySteps, smoothly. */
    | {
        kind: "exponential";
        /** The rate up to begin. Accepted: a finite number above 0. */
        initLr: number;
        /** The factor; above 1 the rate rises. Accepted: a finite number above 0. */
        decayRate: number;
        /** Steps to one whole factor. Accepted: a finite number above 0. Default: 1. */
        decaySteps?: number;
        /** Change in jumps, at whole multiples of decaySteps. Default: false. */
        staircase?: boolean;
        /** Where the change begins. Accepted: a finite number from 0. Default: 0. */
        begin?: number;
        /** A floor, or a ceiling if it rises; none if left out. Accepted: a finite number above 0. */
        endLr?: number;
    }
    /** Falls by a factor of e in 1/k steps. */
    | {
        kind: "natural-exponential";
        /** The first rate. Accepted: a finite number above 0. */
        initLr: number;
        /** The speed of the decay. Accepted: a finite number from 0. */
        k: number;
    }
    /** From one rate to another by equal factors: the range test. */
    | {
        kind: "geometric";
        /** The first rate. Accepted: a finite number above 0. */
        startLr: number;
        /** The last rate. Accepted: a finite number above 0. */
        endLr: number;
        /** How many rates. Accepted: a whole number from 1 to 9007199254740991. */
        steps: number;
    }
    /** A straight line from one rate to another: a warm-up, or a decay. */
    | {
        kind: "linear";
        /** The first rate. Accepted: a finite number from 0. */
        startLr: number;
        /** The last rate. Accepted: a finite number from 0. */
        endLr: number;
        /** Where the last rate is reached. Accepted: a whole number from 0 to 9007199254740991. */
        steps: number;
    }
    /** Down along a power; with power 1 a straight line. */
    | {
        kind: "polynomial";
        /** The first rate. Accepted: a finite number above 0. */
        initLr: number;
        /** The last rate. Accepted: a finite number from 0. Default: 0. */
        endLr?: number;
        /** Where the last rate is reached. Accepted: a finite number above 0. */
        decaySteps: number;
        /** The exponent: above 1 the rate falls early. Accepted: a finite number above 0. Default: 1. */
        power?: number;
        /** Begin again, longer each time, whenever the end is reached. Default: false. */
        cycle?: boolean;
    }
    /** Down along half a cosine, after a warm-up if you like. */
    | {
        kind: "cosine";
        /** The first rate. Accepted: a finite number from 0. */
        initLr: number;
        /** Steps of the decay, the warm-up not counted. Accepted: a finite number above 0. */
        decaySteps: number;
        /** The last rate as a share of the highest. Accepted: a finite number from 0. Default: 0. */
        alpha?: number;
        /** The rate at the end of the warm-up; without it there is none. Accepted: a finite number from 0. */
        warmupTarget?: number;
        /** Steps of the warm-up. Accepted: a finite number from 0. Default: 0. */
        warmupSteps?: number;
    }
    /** Level for most of the run, then down along half a cosine. */
    | {
        kind: "flat-cosine";
        /** The rate of the level part. Accepted: a finite number above 0. */
        initLr: number;
        /** Steps of the whole. Accepted: a finite number above 0. */
        totalSteps: number;
        /** Share of the steps before the fall. Accepted: a number from 0 up to, not including, 1. Default: 0.75. */
        pctStart?: number;
        /** The last rate is initLr divided by this. Accepted: a finite number above 0. Default: 100000. */
        divFinal?: number;
    }
    /** Cosines one after another, each beginning at the top again. */
    | {
        kind: "warm-restarts";
        /** The first rate. Accepted: a finite number above 0. */
        initLr: number;
        /** Steps of the first cosine. Accepted: a finite number above 0. */
        firstDecaySteps: number;
        /** How much longer each is than the last. Accepted: a finite number from 1. Default: 2. */
        tMul?: number;
        /** How much higher each begins than the last. Accepted: a finite number above 0. Default: 1. */
        mMul?: number;
        /** The lowest rate as a share of initLr. Accepted: a number from 0 to 1. Default: 0. */
        alpha?: number;
    }
    /** Up and down between two rates for ever. */
    | {
        kind: "cyclic";
        /** The lowest rate. Accepted: a finite number from 0. */
        baseLr: number;
        /** The highest rate. Accepted: a finite number above 0. */
        maxLr: number;
        /** Steps up. Accepted: a finite number above 0. */
        stepSizeUp: number;
        /** Steps down; if left out, as many as up. Accepted: a finite number above 0. */
        stepSizeDown?: number;
        /** How the peaks go on. Default: `triangular`. */
        mode?: "triangular" | "triangular2" | "exp-range";
        /** Mode exp-range: the factor of each step. Accepted: a number above 0 to 1. Default: 1. */
        gamma?: number;
    }
    /** Up once, then down far below the beginning. */
    | {
        kind: "one-cycle";
        /** The highest rate. Accepted: a finite number above 0. */
        maxLr: number;
        /** Steps of the whole. Accepted: a whole number from 1 to 9007199254740991. */
        totalSteps: number;
        /** Whose end points and whose defaults. */
        convention?: "pytorch" | "optax" | "fastai";
        /** Share of the steps before the peak; fastai's default is 0.25. Accepted: a number from 0 to 1. */
        pctStart?: number;
        /** The first rate is maxLr divided by this. Accepted: a finite number above 0. */
        divFactor?: number;
        /**
         * The last rate is the first (fastai: maxLr) divided by this; fastai's default is 100000. Accepted: a finite
         * number above 0.
         */
        finalDivFactor?: number;
        /** The way between two rates. */
        anneal?: "cos" | "linear";
        /** Back to the first rate first; optax does so if linear. Default: false. Only PyTorch and optax have it. */
        threePhase?: boolean;
        /**
         * Share of the steps before the third phase; 0.85 if left out. Accepted: a number from 0 to 1. Only optax has
         * it.
         */
        pctFinal?: number;
    }
    /** Down with 1/√t after a warm-up: Transformer practice. */
    | {
        kind: "inverse-sqrt";
        /** The highest rate. Accepted: a finite number above 0. */
        maxLr: number;
        /** Steps of the warm-up from 0. Accepted: a finite number from 0. Default: 0. */
        warmupSteps?: number;
        /**
         * The longer, the slower it falls; if left out, warmupSteps, or 10000 without them. Accepted: a finite number
         * above 0.
         */
        timescale?: number;
    }
    /** The Transformer's own: up in a straight line, then down with 1/√t. */
    | {
        kind: "noam";
        /** Features of the model; the more, the lower the rate. Accepted: a whole number from 1 to 9007199254740991. */
        modelSize: number;
        /** Steps of the warm-up. Accepted: a whole number from 1 to 9007199254740991. */
        warmupSteps: number;
        /** What all rates are multiplied by. Accepted: a finite number above 0. Default: 1. */
        factor?: number;
    }
    /** Up, level for most of the run, then down. */
    | {
        kind: "warmup-stable-decay";
        /** The level rate. Accepted: a finite number above 0. */
        maxLr: number;
        /** Steps up. Accepted: a whole number from 0 to 9007199254740991. */
        warmupSteps: number;
        /** Steps level. Accepted: a whole number from 0 to 9007199254740991. */
        stableSteps: number;
        /** Steps down. Accepted: a whole number from 0 to 9007199254740991. */
        decaySteps: number;
        /** The first rate. Accepted: a finite number from 0. Default: 0. */
        startLr?: number;
        /** The last rate. Accepted: a finite number from 0. Default: 0. */
        endLr?: number;
        /** How it falls. Default: `linear`. */
        anneal?: "linear" | "cos" | "sqrt";
    }
    /** One schedule after another, each counting from its own beginning. */
    | {
        kind: "join";
        /** The pieces; one without a unit has this one's. */
        schedules: Schedule[];
        /** Where each piece but the first begins, ascending. Accepted: a whole number from 0 to 9007199254740991. */
        boundaries: ArrayLike<number>;
    }
    /** Schedules multiplied: one carries the rate, the others are factors. */
    | {
        kind: "product";
        /** The factors; one without a unit has this one's. */
        schedules: Schedule[];
    }
    /** Down by a factor when the loss has stopped falling, at the end of an epoch. */
    | {
        kind: "plateau";
        /** The first rate. Accepted: a finite number above 0. */
        initLr: number;
        /** Whose rule. */
        convention?: "keras" | "pytorch";
        /** What the rate is multiplied by. Accepted: a number above 0 up to, not including, 1. */
        factor?: number;
        /** Epochs without improvement that are tolerated. Accepted: a whole number from 0 to 9007199254740991. */
        patience?: number;
        /** The least improvement. Accepted: a finite number from 0. Default: 0.0001. Only Keras has it. */
        minDelta?: number;
        /** The least improvement. Accepted: a finite number from 0. Default: 0.0001. Only PyTorch has it. */
        threshold?: number;
        /** A share of the best, or a difference from it. Default: `rel`. Only PyTorch has it. */
        thresholdMode?: "rel" | "abs";
        /** Epochs after a change in which none are counted. Accepted: a whole number from 0 to 9007199254740991. */
        cooldown?: number;
        /** The rate never falls below this. Accepted: a finite number from 0. */
        minLr?: number;
        /** Which metric a run watches; without validation rows it is the training loss. */
        monitor?: "val-loss" | "loss";
    }
    /** A formula of step, epoch, lr, totalSteps, stepsPerEpoch, pi and e. */
    | {
        kind: "expression";
        /** Such as epoch < 5 ? 0.01 : 0.01*exp(0.1*(10-epoch)). */
        expression: string;
        /** What the formula calls lr; needed only if it does. Accepted: a finite number above 0. */
        initLr?: number;
    }
    /** Given rates, one after another; the last one holds. */
    | {
        kind: "table";
        /** The rate of each step. Accepted: a finite number from 0. */
        values: ArrayLike<number>;
    };

/** Options of a training run: a schedule and its length, in steps or in epochs. */
export interface FitOptions {
    /** The rate over time. */
    schedule: Schedule;
    /** Number of optimizer steps. */
    steps?: number;
    /** Number of whole epochs, instead of `steps`. */
    epochs?: number;
}

/** What to train: rates, as a list or between two ends, with seeds. */
export interface LrSweepOptions {
    /** The rates; instead of `from`, `to` and `count`. */
    lrs?: ArrayLike<number>;
    /** The lowest rate. */
    from?: number;
    /** The highest rate. */
    to?: number;
    /** How many rates between them, both included. */
    count?: number;
    /** Equal factors or, by the experiment's seed, chance; default `grid`. */
    search?: "grid" | "random";
    /** Further rates, such as what the finder's rules suggest. */
    also?: ArrayLike<number>;
    /**
     * The seeds, or how many from the experiment's own upward; default 1. Weights, order and dropout vary with them;
     * data and split stay.
     */
    seeds?: number | ArrayLike<number>;
    /** Optimizer steps of each run. */
    steps: number;
    /**
     * Which loss counts: on the rows held out after the last step, the lowest on them at the end of an epoch, or on
     * the rows trained on; default those held out, else those trained on.
     */
    judgedBy?: "validation" | "validation-best" | "training";
    /**
     * How the rate goes over a run; default: it stays. The whole of it is multiplied, so that its highest rate is
     * each of the rates.
     */
    schedule?: Schedule;
    /** Make only a part of the runs. */
    part?: PartOptions;
}

/**
 * One part of the runs: those whose number leaves `index` when divided by `of`. A pool of `of` workers makes
 * them all.
 */
export interface PartOptions {
    /** Which part, from 0. */
    index: number;
    /** How many parts there are. */
    of: number;
}

/** What to race for. */
export interface LrRaceOptions {
    /** Optimizer steps of the full training that a rate is sought for; the runs of a race are shorter. */
    steps: number;
    /** How the rate goes over such a training; default: it stays. The rate that is sought is its highest. */
    schedule?: Schedule;
    /** `long`: seven rates, two seeds, half of the steps; `short`: six rates, one seed, a quarter. Default `long`. */
    length?: "long" | "short";
    /** The rate to start from, such as a range test's answer; default: that of a range test of its own. */
    from?: number;
    /** Make only a part of the runs. */
    part?: PartOptions;
}

/** Which seeds, and what they change. */
export interface LrBandOptions {
    /** The seeds, or how many from the experiment's own upward; default 8. */
    seeds?: number | ArrayLike<number>;
    /** Initial weights, order (and what dropout drops), or default both. Data and split stay. */
    vary?: "weights" | "order" | "both";
    /** Make only a part of the runs. */
    part?: PartOptions;
}

/** Options of `sharpness`. */
export interface SharpnessOptions {
    /** Rows of the training part to look at, from the first; default all, or as many as keep the work bounded. */
    rows?: number;
    /** The most Hessian-vector products of a measurement; default 1000. */
    maxIterations?: number;
    /** Accepted length of H·v − λ·v relative to λ; default 0.001, which mostly makes λ right to a millionth. */
    tolerance?: number;
    /** Momentum for `limits`; default 0.9. */
    momentum?: number;
    /**
     * Batches that an adaptive optimizer sees, at a rate of 0, before it is asked what it divides by; default an
     * epoch, or as many as have the rows that are looked at. With a full batch, 1: then Adam divides by |g| + ε.
     */
    warmup?: number;
}

/**
 * Options of a training run along which the curvature is measured: a schedule and its length, in steps or in
 * epochs.
 */
export interface SharpnessRunOptions extends FitOptions {
    /** Measurements, the first before the first step, the last after the last; default 20. */
    points?: number;
    /** Rows of the training part to look at, from the first; default all, or as many as keep the work bounded. */
    rows?: number;
    /** The most Hessian-vector products of a measurement; default 1000. */
    maxIterations?: number;
    /** Accepted length of H·v − λ·v relative to λ; default 0.001, which mostly makes λ right to a millionth. */
    tolerance?: number;
    /**
     * Batches that an adaptive optimizer sees, at a rate of 0, before the first measurement; default an epoch, or as
     * many as have the rows that are looked at.
     */
    warmup?: number;
}

/** How finely a decision surface is computed. */
export interface SurfaceOptions {
    /** Columns, and as many rows, of the grid: 2 to 200; default 80, and 200 for the curve over a single feature. */
    resolution?: number;
}

/**
 * How a curve from elsewhere is read. What is left out is as the preset has it or, without one, as in a range
 * test of the lab's own: smoothed with a corrected average of β = 0.95.
 */
export interface CurveOptions {
    /** How the losses are smoothed; `none` where they are smooth already. */
    smoothing?: SmoothingOptions;
    /** When the last loss has diverged; default: past 4 times the lowest smoothed loss. Nothing is left out. */
    stop?: StopOptions | "never";
    /** How many steps the sweep had planned, of which fastai's rules cut a tenth; default: the number of losses. */
    steps?: number;
    /** Smooth and stop as this text or library does. */
    preset?: "fastai" | "lightning" | "torch-lr-finder" | "ignite" | "ktrain" | "van-wyk" | "pyimagesearch" | "document-000" | "document-001";
    /** Whether the losses are smoothed already, so that nothing smooths them again; default `auto`: by their look. */
    smoothed?: boolean | "auto";
}

/** A curve from elsewhere. */
export interface LrCurve {
    /** The rate of each step. */
    lrs: ArrayLike<number>;
    /** Its loss, before any smoothing. */
    losses: ArrayLike<number>;
}

/** Options of `suggest`. */
export interface SuggestOptions {
    /** How many steps the sweep had planned, of which fastai's rules cut a tenth; default: the number of losses. */
    steps?: number;
}

/** How much of a schedule to sample. */
export interface SampleOptions {
    /** Number of steps, from 0; for plateau at most as many rates, and with `metrics` it may be left out. */
    steps?: number;
    /** Steps in an epoch, for whatever counts epochs; default 1. */
    stepsPerEpoch?: number;
    /** For plateau: the metric seen at the end of each epoch. */
    metrics?: ArrayLike<number>;
}

/** The length of a run. */
export interface RunLength {
    /** Number of steps. */
    steps: number;
    /** Steps in an epoch, for whatever counts epochs; default 1. */
    stepsPerEpoch?: number;
}

/** A run that a schedule is to suit. */
export interface SuitedOptions {
    /** The rate that it would have without a schedule. */
    lr: number;
    /** Number of steps. */
    steps: number;
    /** Steps in an epoch; default 1. */
    stepsPerEpoch?: number;
    /** What the schedule counts; default `step`. */
    unit?: "step" | "epoch";
}

/** What to write: for which framework, and what the script does. */
export interface ExportCodeOptions {
    /** The rate over time; by default the rate that the optimizer's library takes where none is given. */
    schedule?: Schedule;
    /** A range test in front of the run; without it there is none. */
    finder?: FinderOptions;
    /** A race in front of the run, after the range test that it starts from; without it there is none. */
    race?: RaceOptions;
    /** Number of optimizer steps; default 400. */
    steps?: number;
    /** Whose script. */
    framework: "keras" | "pytorch" | "optax";
}

/** A race that looks for a rate in front of a run. */
export interface RaceOptions {
    /** `long`: seven rates, two seeds, half of the steps; `short`: six rates, one seed, a quarter. Default `long`. */
    length?: "long" | "short";
    /** The rate to start from; default: what the range test answers. */
    from?: number;
}

/** What to export: a schedule, and how many steps of it. */
export interface ExportRunOptions {
    /** The rate over time; by default the rate that the optimizer's library takes where none is given. */
    schedule?: Schedule;
    /** A race that is to be run as well; its other seeds are written down too. */
    race?: RaceOptions;
    /** Number of optimizer steps; default 400. */
    steps?: number;
}

/** How far a run has come. */
export interface ProgressReport {
    /** Whether it has ended. */
    done: boolean;
    /** Steps taken. */
    step: number;
    /** Steps planned. */
    total: number;
    /** The last loss; NaN before the first. */
    loss: number;
    /** The last rate; NaN before the first. */
    lr: number;
}

/** What a finder found. The columns have one entry for every recorded loss, the one that stopped it included. */
export interface LrFindReport {
    /** Learning rate of each step. */
    lrs: Float64Array;
    /** Loss of each step, before its update. */
    losses: Float64Array;
    /** Smoothed loss. */
    smoothed: Float64Array;
    /** Null while the test runs. */
    stop: StopReport | null;
    /** The rules that answered. */
    suggestions: SuggestionReport[];
    /** The rules that did not. */
    unanswered: UnansweredReport[];
    /** The useful range; null where the curve shows none. */
    bounds: BoundsReport | null;
    /** Loss on held-out rows after each step, as far as it was measured; NaN elsewhere. */
    heldOut: Float64Array;
    /** Its corrected average (β = 0.9), whatever smooths the others. */
    heldOutSmoothed: Float64Array;
    /** The lab's own answer, or why there is none. */
    answer: AnswerReport | NoneReport;
    /**
     * Hashes of the trainer before and after: equal, since only a clone was trained. Null where nothing was trained
     * here.
     */
    fingerprints: FingerprintsReport | null;
    /** How a curve from elsewhere was read; null where something was trained here. */
    read: CurveReadingReport | null;
}

/** Where and why a run ended. */
export interface StopReport {
    /** `completed`, `diverged`, `non-finite`, `lr-cap` or `cancelled`. */
    reason: string;
    /** Index of the last recorded loss, from 0. */
    step: number;
    /** The rate of that step. */
    lr: number;
    /** One sentence for a person. */
    message: string;
    /** The same, apart from its words. */
    sentence: Sentence;
}

/** A sentence as its id and its values, for whoever shows it in another language. docs/sentences.md lists all. */
export interface Sentence {
    /** Its id, such as `stop.lr-cap`; empty for a text that came from outside. */
    id: string;
    /** What stands at its places, by name. */
    values: Record<string, SentenceValue>;
}

/** What stands at a place of a sentence: a text, a sentence, or several of either. */
export type SentenceValue = string | Sentence | SentenceValue[];

/** One rule's answer. */
export interface SuggestionReport {
    /** The rule, such as `fastai-valley`. */
    rule: string;
    /** The library that ships it. */
    system: string;
    /** The suggested learning rate. */
    lr: number;
    /** Index of the point that the rule chose. */
    index: number;
    /** The smoothed loss there. */
    loss: number;
    /** Why this point. */
    reason: string;
    /** The same, apart from its words. */
    sentence: Sentence;
}

/** A rule that has no answer. */
export interface UnansweredReport {
    /** The rule, such as `fastai-valley`. */
    rule: string;
    /** The library that ships it. */
    system: string;
    /** Why it has none. */
    reason: string;
    /** The same, apart from its words. */
    sentence: Sentence;
}

/** The useful range of rates. */
export interface BoundsReport {
    /** Where the smoothed loss first falls clearly. */
    lower: number;
    /** The last rate before it rises again. */
    upper: number;
    /** The rule, in words. */
    reason: string;
    /** The same, apart from its words. */
    sentence: Sentence;
}

/** The lab's own answer. */
export interface AnswerReport {
    /** The rate: a first guess, which a race checks. */
    lr: number;
    /** Where it comes from. */
    reason: string;
    /** The same, apart from its words. */
    sentence: Sentence;
}

/** No answer. */
export interface NoneReport {
    /** Why there is none. */
    none: string;
    /** The same, apart from its words. */
    sentence: Sentence;
}

/** Hashes of the trainer around a range test: 16 hexadecimal digits each, and equal. */
export interface FingerprintsReport {
    /** Before the test. */
    before: string;
    /** After it. */
    after: string;
}

/** How a curve from elsewhere was read. */
export interface CurveReadingReport {
    /** Whether its losses were taken for smoothed ones. */
    smoothed: boolean;
    /** How many steps its sweep had planned. */
    planned: number;
    /** What a reader should know of that. */
    notes: string[];
    /** The same, apart from its words. */
    sentences: Sentence[];
}

/** The curve of a range test, thinned for drawing. */
export interface LrFindCurve {
    /** Learning rates. */
    lrs: Float64Array;
    /** Losses. */
    losses: Float64Array;
    /** Smoothed losses. */
    smoothed: Float64Array;
    /** Losses on held-out rows, as far as they were measured; NaN elsewhere. */
    heldOut: Float64Array;
    /** Their corrected average. */
    heldOutSmoothed: Float64Array;
}

/** The columns of a training run: one loss a step, before the update. */
export interface Trace {
    /** Step of each entry, from 0. */
    steps: Float64Array;
    /** Learning rate of each step. */
    lrs: Float64Array;
    /** Loss of each step's batch. */
    losses: Float64Array;
    /** Steps in an epoch. */
    stepsPerEpoch: number;
    /** Measured on the rows held out; empty columns where there are none. */
    validation: Validation;
    /** Null while the run goes on. */
    stop: StopReport | null;
}

/** Measured at the end of each epoch and after the last step. */
export interface Validation {
    /** Epochs trained when this was measured; a run that ends inside an epoch ends with a fraction. */
    epochs: Float64Array;
    /** Mean loss. */
    losses: Float64Array;
    /** Share of right answers; NaN for regression. */
    accuracies: Float64Array;
}

/** One weight tensor, as it leaves. */
export interface TrainedWeight {
    /** Shape; a dense kernel is [inputs, outputs]. */
    shape: number[];
    /** The numbers, row-major. */
    values: Float32Array;
}

/**
 * What a network answers on a grid of features, and the rows that it learns from. Features are in their own
 * units, as they were before the standardization.
 */
export interface DecisionSurface {
    /** Number of classes; 0 where a quantity is predicted. */
    classes: number;
    /** The first feature at each column of the grid, ascending in even steps. */
    xs: Float64Array;
    /** The second feature at each row of the grid, ascending in even steps; empty for a curve over one feature. */
    ys: Float64Array;
    /**
     * The class with the largest output, or the quantity, at each place of the grid, one row after the other; NaN
     * for a class where an output is not finite.
     */
    outputs: Float32Array;
    /**
     * The probability of that class; under a loss that makes none of the outputs, the output itself, cut to 0 … 1.
     * Empty for a curve.
     */
    probabilities: Float32Array;
    /** The rows of the data. */
    points: DecisionPoints;
}

/** The rows of the data in columns, those to train on first. */
export interface DecisionPoints {
    /** The first feature. */
    xs: Float64Array;
    /** The second feature; empty where there is none. */
    ys: Float64Array;
    /** Number of the class, or the quantity. */
    targets: Float64Array;
    /** Whether the row is held out. */
    heldOut: boolean[];
}

/**
 * Final losses over rates and seeds. The columns from `median` to `points` have an entry for each rate and count
 * the seeds that have been trained at every rate; they are NaN before the first such round.
 */
export interface LrSweepReport {
    /** The rates, rising: the highest of a run, where there is a schedule. */
    lrs: Float64Array;
    /** The seeds. */
    seeds: Float64Array;
    /** Optimizer steps of each run. */
    steps: number;
    /** Whose loss counts in the end: `validation`, `validation-best` or `training`. */
    judgedBy: "validation" | "validation-best" | "training";
    /** Final losses, [rates × seeds] row by row: NaN is not trained yet, infinity diverged. */
    finals: Float64Array;
    /** Share of right answers in the end, in the same order; NaN where no answer is right or wrong. */
    accuracies: Float64Array;
    /**
     * What training must improve on: the loss of the untrained network or of the best constant answer, whichever is
     * lower.
     */
    reference: number;
    /** How many seeds count. */
    rounds: RoundsReport;
    /** Median over the seeds, a diverged run counting as infinity. */
    median: Float64Array;
    /** Lower quartile. */
    lower: Float64Array;
    /** Upper quartile. */
    upper: Float64Array;
    /** How many runs diverged. */
    diverged: Float64Array;
    /**
     * How much of the gain each rate keeps: 1 is the best, 0 no better than not training; NaN while there is no
     * best.
     */
    gain: Float64Array;
    /** Points of accuracy that each rate loses against the best; NaN where no answer is right or wrong. */
    points: Float64Array;
    /** The rate with the lowest median; null before the first round, and where everything diverged. */
    best: BestLrReport | null;
    /** The rates that are as good; null as `best` is. */
    asGood: AsGoodReport | null;
    /** Null while it runs. */
    stop: RunsStopReport | null;
}

/** How many of the seeds have been trained at every rate. */
export interface RoundsReport {
    /** So many have. */
    done: number;
    /** Of so many. */
    of: number;
}

/** The rate with the lowest median loss. */
export interface BestLrReport {
    /** Its index among the rates. */
    index: number;
    /** The rate. */
    lr: number;
    /** Its median loss. */
    loss: number;
}

/** The unbroken stretch of rates round the best that keeps nine tenths of the gain. */
export interface AsGoodReport {
    /** The lowest rate. */
    low: number;
    /** The highest rate. */
    high: number;
}

/** Why no further run is made. */
export interface RunsStopReport {
    /** `completed` or `cancelled`. */
    reason: string;
    /** One sentence for a person. */
    message: string;
    /** The same, apart from its words. */
    sentence: Sentence;
}

/** How much of the gain a rate keeps. */
export interface GainReport {
    /** 1 is the best rate, 0 no better than not training, below 0 worse; -Infinity where it diverges. */
    gain: number;
    /** Points of accuracy lost against the best rate; NaN where no answer is right or wrong. */
    points: number;
    /** Whether the rate itself was not trained, so that both lie on straight lines between its neighbours. */
    interpolated: boolean;
}

/**
 * Losses of short trainings, and the rate that follows from them. The columns `losses` and `excess` have an
 * entry for each rate.
 */
export interface LrRaceReport {
    /** The rates, rising. */
    lrs: Float64Array;
    /** The seeds: weights, order and split vary with them. */
    seeds: Float64Array;
    /** Optimizer steps of the full training that a rate is sought for; a run takes a half or a quarter of them. */
    steps: number;
    /** `long` or `short`. */
    length: "long" | "short";
    /** The rate that it started from; NaN while it is being sought. */
    from: number;
    /** Steps that were taken to find it. */
    stepsBefore: number;
    /**
     * What training must improve on: the loss of the untrained network or of the best constant answer, whichever is
     * lower, on average over the seeds.
     */
    reference: number;
    /** Final losses, [rates × seeds] row by row: NaN is not trained yet, infinity diverged. */
    finals: Float64Array;
    /** Their means over the seeds, infinite where one diverged; NaN until all of a rate have ended. */
    losses: Float64Array;
    /** What each rate loses of the gain against the best, 0 to 1 and above; NaN until every run has ended. */
    excess: Float64Array;
    /** The rate to train at, or why there is none. */
    answer: RaceAnswerReport | NoneReport;
    /** What the race costs, in full trainings. */
    cost: number;
    /** Null while it runs. */
    stop: RunsStopReport | null;
}

/** The rate that a race recommends. */
export interface RaceAnswerReport {
    /** The rate to train at. */
    lr: number;
    /** The lowest rate that is as good. */
    low: number;
    /** The highest rate that is as good. */
    high: number;
    /** Whether the race could tell. */
    sure: boolean;
    /** Where it comes from. */
    reason: string;
    /** The same, apart from its words. */
    sentence: Sentence;
}

/** One finder over many seeds. Columns of rates have an entry for each seed, NaN for none. */
export interface LrBandReport {
    /** The planned rates. */
    lrs: Float64Array;
    /** The seeds. */
    seeds: Float64Array;
    /** How many losses each seed's run recorded; 0 is not made yet. */
    steps: Float64Array;
    /** Smoothed losses, [seeds × rates] row by row; NaN after a run's end. */
    smoothed: Float64Array;
    /** At each rate, how many runs reached it with a loss that is a number. */
    counts: Float64Array;
    /** Of their smoothed losses the 10 % quantile; NaN where no run came. */
    lower: Float64Array;
    /** The median. */
    median: Float64Array;
    /** The 90 % quantile. */
    upper: Float64Array;
    /** What every rule suggests, in the order of the catalog. */
    rules: RuleAnswers[];
    /** The useful ranges. */
    bounds: BoundsColumns;
    /** Null while it runs. */
    stop: RunsStopReport | null;
}

/** A rule's answers. */
export interface RuleAnswers {
    /** The rule, such as `fastai-valley`. */
    rule: string;
    /** The library that ships it. */
    system: string;
    /** The suggested rates. */
    lrs: Float64Array;
}

/** Useful ranges of rates. */
export interface BoundsColumns {
    /** Where the smoothed loss first falls clearly. */
    lower: Float64Array;
    /** The last rate before it rises again. */
    upper: Float64Array;
}

/** The sharpest curvature, and the rates that it allows. */
export interface SharpnessReport {
    /** Largest eigenvalue of the Hessian of the mean loss at the initial weights. */
    lambdaMax: number;
    /** Hessian-vector products taken. */
    iterations: number;
    /** Whether the tolerance was met. */
    converged: boolean;
    /** Rows looked at. */
    rows: number;
    /** Rates below which an optimizer is stable on a quadratic of this curvature. */
    limits: LimitsReport;
    /** The rate below which the experiment's own optimizer is. */
    limit: LimitReport;
}

/**
 * Rates below which an optimizer is stable on a quadratic of curvature λ; infinite where the loss does not curve
 * up.
 */
export interface LimitsReport {
    /** 2 / λ */
    gradientDescent: number;
    /** (2 + 2β) / λ */
    momentum: number;
    /** (2 + 2β) / ((1 + 2β)·λ) */
    nesterov: number;
    /** That of the experiment's optimizer where it divides by the size of the gradients; null where it does not. */
    adaptive: AdaptiveReport | null;
}

/** The sharpest curvature as an adaptive optimizer sees it. */
export interface AdaptiveReport {
    /** Largest eigenvalue of the Hessian divided by what the optimizer divides the gradient by. */
    lambdaMax: number;
    /** Hessian-vector products taken. */
    iterations: number;
    /** Whether the tolerance was met. */
    converged: boolean;
    /** The rate below which the optimizer is stable. */
    lr: number;
}

/** The rate below which an optimizer is stable on a quadratic. */
export interface LimitReport {
    /** The rate; infinite where the loss does not curve up, null where there is none. */
    lr: number | null;
    /** Such as `2/λ`; null for optimizers that have none. */
    formula: string | null;
    /** In words. */
    reason: string;
}

/** The sharpest curvature along a run: columns with one entry for each point where it was measured. */
export interface SharpnessRunReport {
    /** Optimizer steps taken before the measurement. */
    steps: Float64Array;
    /** Largest eigenvalue of the Hessian of the mean loss. */
    lambdaMax: Float64Array;
    /** The same of the Hessian divided by what the optimizer divides the gradient by; empty where it does not. */
    preconditioned: Float64Array;
    /** The rate below which the optimizer is stable, infinite where nothing curves up; empty for those without one. */
    limits: Float64Array;
    /** Rate of the step that follows; at the end that of the last. */
    lrs: Float64Array;
    /** Mean loss of the rows that are looked at. */
    losses: Float64Array;
    /** Whether the tolerance was met. */
    converged: boolean[];
    /** How the limits follow from the curvature, such as `2/λ`; null where there is none. */
    formula: string | null;
    /** What λ stands for there, or why there is no limit. */
    reason: string;
    /** Null while the run goes on. */
    stop: StopReport | null;
}

/** What a rule says of a curve: a rate, or why there is none. */
export type Advice =
    | { lr: number; index: number; loss: number; reason: string; sentence: Sentence }
    | { none: string; sentence: Sentence };

/** Something odd about a schedule. */
export interface LintFinding {
    /** Which rule found it. */
    rule: string;
    /** `error`: it cannot do what it says; `warning`: it probably does something else than meant; `note`. */
    severity: "error" | "warning" | "note";
    /** One sentence. */
    message: string;
    /** The same, apart from its words. */
    sentence: Sentence;
}

/** A point of a schedule's curve that may be dragged. */
export interface ScheduleHandle {
    /** What it is. */
    label: string;
    /** Where it lies, in the schedule's unit. */
    t: number;
    /** The rate there. */
    lr: number;
}

/** What a table is. */
export interface DataDescription {
    /** Names of the columns, the target's among them; without a header their numbers, from 1. */
    columns: string[];
    /** The column to predict: an experiment's `data.target`. */
    target: string;
    /** Number of rows. */
    rows: number;
    /** Number of features: every column but the target. */
    features: number;
    /** What a row is to a network. */
    inputShape: number[];
    /** Number of classes; 0 for regression. */
    classes: number;
    /** What the classes are called, in their order; none for regression. */
    classNames: string[];
    /** `classification` or `regression`. */
    task: "classification" | "regression";
    /** What stands between the values: a comma, a semicolon, a tab or a vertical bar. */
    delimiter: string;
    /** Whether the first line names the columns. */
    header: boolean;
    /** What can be read but is seldom meant, such as a column that is the same in every row: a sentence each. */
    problems: string[];
}

/** A key of a link, which is also an attribute of the element and a field of the widget. */
export interface LinkKey {
    /** Its name. */
    name: string;
    /** What holds where a link leaves it out, in version 1. */
    default: string;
    /** One as it stands in a link. */
    example: string;
    /** One sentence. */
    description: string;
}

/** How a finder's report is drawn. */
export interface LrFindFigureOptions extends FigureOptions {
    /** The user's own rate. Accepted: a finite number above 0. */
    lr?: number;
    /** The first planned rate, so that a running test keeps its axis. Accepted: a finite number above 0. */
    from?: number;
    /** The last planned rate. Accepted: a finite number above 0. */
    to?: number;
    /** What other seeds give: an area with its median. */
    band?: Pick<LrBandReport, "lrs" | "lower" | "median" | "upper" | "seeds">;
    /** Earlier tests, the oldest first: thin curves, fainter the older. */
    ghosts?: Pick<LrFindReport, "lrs" | "smoothed">[];
    /** Rates beyond which training is not stable, at most 8: dashed lines with their words. */
    limits?: FigureLimit[];
    /**
     * The rates that training has shown to be as good as the best: between too cold and too hot. Without them the
     * zones are where the curve is flat, falls and rises.
     */
    asGood?: FigureAsGood;
    /**
     * Whether the truth of the same rates lies under it, for plots that are one: it has no labels of rates, its
     * lines run down to its lower edge without words, and it keeps room at the right for the truth's second axis;
     * default no.
     */
    overTruth?: boolean;
    /** Where the legend begins, behind a heading of the page. Accepted: a finite number above 0. */
    legendLeft?: number;
}

/** How any figure is drawn. Lengths are in CSS pixels. */
export interface FigureOptions {
    /** Width; default the canvas's own. Accepted: a finite number above 0. */
    width?: number;
    /** Height; default the canvas's own. Accepted: a finite number above 0. */
    height?: number;
    /** Pixels of the screen in a CSS pixel; default what the screen has. Accepted: a finite number above 0. */
    pixelRatio?: number;
    /** The sheet; default `light`. */
    theme?: "light" | "dark";
}

/** A rate beyond which training is not stable. */
export interface FigureLimit {
    /** The rate; without a place on the axis it is not drawn. */
    lr: number;
    /** Such as `2/λ = 0.31`. */
    label: string;
}

/** The rates that are as good as the best. */
export interface FigureAsGood {
    /** The lowest. Accepted: a finite number above 0. */
    low: number;
    /** The highest. Accepted: a finite number above 0. */
    high: number;
}

/** How a sweep's report is drawn. */
export interface LrSweepFigureOptions extends FigureOptions {
    /** The user's own rate: a line, with a dot on the curve. Accepted: a finite number above 0. */
    lr?: number;
    /**
     * The axis's first rate; default the lowest of the sweep. Under a finder's figure give the finder's. Accepted: a
     * finite number above 0.
     */
    from?: number;
    /** The axis's last rate. Accepted: a finite number above 0. */
    to?: number;
    /**
     * Where the plot begins: `plot.x` of the figure above, for plots that lie flush; the lines of rates then come
     * down from there. Accepted: a finite number above 0.
     */
    left?: number;
    /** Where the plot ends: `plot.x + plot.width` of the figure above. Accepted: a finite number above 0. */
    right?: number;
    /**
     * Where the legend begins, behind a heading of the page; without one the figure names itself. Accepted: a finite
     * number above 0.
     */
    legendLeft?: number;
    /** Rates beyond which training is not stable, at most 8: dashed lines with their words. */
    limits?: FigureLimit[];
    /**
     * What rules suggest, a circle each where something was trained at it: `suggestions` of a finder's report, of
     * which `lr` is read.
     */
    suggestions?: Pick<SuggestionReport, "lr">[];
}

/**
 * How the suggestions over seeds are drawn. A row for each rule takes 26 pixels of height on a wide screen, 36
 * on a narrow one.
 */
export interface LrBandFigureOptions extends FigureOptions {
    /** The user's own rate. Accepted: a finite number above 0. */
    lr?: number;
    /**
     * The axis's first rate; default the first one planned. Under a finder's figure give the finder's. Accepted: a
     * finite number above 0.
     */
    from?: number;
    /** The axis's last rate. Accepted: a finite number above 0. */
    to?: number;
    /**
     * Where the plot begins: `plot.x` of the figure above, for plots that lie flush. Accepted: a finite number above
     * 0.
     */
    left?: number;
    /** Where the plot ends: `plot.x + plot.width` of the figure above. Accepted: a finite number above 0. */
    right?: number;
}

/** How a finder's report is drawn over its steps. */
export interface LrEpochsFigureOptions extends FigureOptions {
    /** The planned rates, so that a running test keeps its axis. Accepted: a finite number above 0. */
    total?: number;
    /** What each rate was kept for, as the finder was asked; default `batch`. */
    per?: "batch" | "epoch";
}

/** How runs are drawn. */
export interface LossFigureOptions extends FigureOptions {
    /** The axis's first step, for a closer look; default 0. Accepted: a finite number from 0. */
    from?: number;
    /** The axis's last step; default the total. */
    to?: number;
    /** The planned steps, so that a running fit keeps its axis. Accepted: a finite number above 0. */
    total?: number;
    /**
     * Where the plot begins: `plot.x` of the figure above, for plots that lie flush. Accepted: a finite number above
     * 0.
     */
    left?: number;
    /** Where the plot ends: `plot.x + plot.width` of the figure above. Accepted: a finite number above 0. */
    right?: number;
    /**
     * Whether the losses of batches are drawn, faint, behind those on held-out rows; default yes. A run without any
     * on held-out rows has them in front.
     */
    batches?: boolean;
    /** Whether the runs are named over the plot; default yes, else their letters are enough. */
    legend?: boolean;
}

/** How schedules are drawn. */
export interface ScheduleFigureOptions extends FigureOptions {
    /** The axis's first step, for a closer look; default 0. Accepted: a finite number from 0. */
    from?: number;
    /** The axis's last step; default that of the longest schedule. */
    to?: number;
    /** How many steps; schedules need it. */
    steps?: number;
    /** Steps in an epoch; default 1. */
    stepsPerEpoch?: number;
}

/** A curve of a schedule figure: a schedule or its rates. */
export interface ScheduleCurve {
    /** What the legend calls it. */
    label?: string;
    /** What to sample, or else */
    schedule?: Schedule;
    /** the rate of each step. */
    lrs?: ArrayLike<number>;
}

/** How the limit of stability is drawn. */
export interface SharpnessFigureOptions extends FigureOptions {
    /** The planned steps, so that a running fit keeps its axis. Accepted: a finite number above 0. */
    total?: number;
}

/** What was measured along a run, as far as it is drawn: columns with one entry a measurement. */
export interface SharpnessColumns {
    /** Optimizer steps taken before. */
    steps: ArrayLike<number>;
    /** The largest stable rate, infinite where nothing curves up; empty for an optimizer without one. */
    limits: ArrayLike<number>;
    /** The rate that was used. */
    lrs: ArrayLike<number>;
    /** How the limits follow from the curvature, such as `2/λ`. */
    formula?: string | null;
}

/** How a decision surface is drawn. */
export interface DecisionFigureOptions extends FigureOptions {
    /** Names of the features, at most two, for the axes. */
    features?: string[];
    /** Name of the quantity that is predicted. */
    target?: string;
    /** Names of the classes, for the legend. */
    classes?: string[];
}

/** Where a figure's plot lies, for what is laid over it. */
export interface FigureLayout {
    /** The plot's rectangle. */
    plot: PlotRectangle;
    /** From its left edge to its right one. */
    x: AxisInfo;
    /** From its bottom edge to its top one. */
    y: AxisInfo;
}

/** A rectangle in CSS pixels from the figure's upper left corner. */
export interface PlotRectangle {
    /** Left edge. */
    x: number;
    /** Upper edge. */
    y: number;
    /** Width. */
    width: number;
    /** Height. */
    height: number;
}

/** What the two ends of an axis stand for. */
export interface AxisInfo {
    /** Value at the first end. */
    min: number;
    /** Value at the other. */
    max: number;
    /** `log` or `linear` between them. */
    kind: "log" | "linear";
}

/** Every kind that an experiment or a finder can name. */
export interface Catalog {
    /** What `model.layers[i].kind` may be. */
    layers: KindInfo[];
    /** What a layer's `activation` may be. */
    activations: KindInfo[];
    /** What `model.init` may be, the default first. */
    initializers: KindInfo[];
    /** What `loss` may be. */
    losses: LossInfo[];
    /** What `optimizer.kind` may be. */
    optimizers: OptimizerInfo[];
    /** What `schedule.kind` may be. */
    schedules: KindInfo[];
    /** What the finder's options and `suggest` may name. */
    finder: FinderInfo;
}

/** A kind: an optimizer, a schedule, a layer, … */
export interface KindInfo {
    /** Its name in a request. */
    kind: string;
    /** Its name for people. */
    title: string;
    /** One sentence. */
    description: string;
    /** Its settings. */
    fields: FieldInfo[];
}

/** A setting of a kind. */
export interface FieldInfo {
    /** Its name in a request. */
    name: string;
    /**
     * `number`, `whole`, `flag` or `choice`; of schedules also `text`, `numbers`, `wholes` and `schedules`, the last
     * three being arrays.
     */
    type: "number" | "whole" | "flag" | "choice" | "text" | "numbers" | "wholes" | "schedules";
    /**
     * What it is when it is left out, under the default convention where it depends on that; null: it must be given,
     * or `description` says what its absence means.
     */
    default: number | boolean | string | null;
    /** What it is when it is left out under each convention; null where the convention makes no difference. */
    defaults: ByConvention | null;
    /** The conventions that have it; empty: all. */
    conventions: string[];
    /** The smallest and the largest accepted number; null where there is no end, or for other types. */
    min: number | null;
    /** See `min`. */
    max: number | null;
    /** Whether `min` itself is accepted. */
    minAccepted: boolean;
    /** Whether `max` itself is accepted. */
    maxAccepted: boolean;
    /** What a `choice` may be. */
    choices: string[];
    /** One sentence. */
    description: string;
}

/** A number of each library. */
export interface ByConvention {
    /** Keras's. */
    keras: number;
    /** PyTorch's. */
    pytorch: number;
}

/** A loss, as the page's controls need it. */
export interface LossInfo {
    /** Its name in a request. */
    kind: string;
    /** Its name for people. */
    title: string;
    /** One sentence. */
    description: string;
    /** The activation that the last layer must have; null: any. */
    outputActivation: string | null;
    /** Whether the targets are the numbers of classes, one a row, whatever the number of outputs. */
    classTargets: boolean;
}

/** An optimizer. */
export interface OptimizerInfo {
    /** Its name in a request. */
    kind: string;
    /** Its name for people. */
    title: string;
    /** One sentence. */
    description: string;
    /** The rate that the library takes where none is given: a place to begin, not a good rate. */
    defaultLr: ByConvention;
    /** Its settings. */
    fields: FieldInfo[];
}

/** What the finder's options and `suggest` may name. */
export interface FinderInfo {
    /** What `preset` may be, with the defaults that it sets. */
    presets: KindInfo[];
    /** The rules of `suggest` and of the report, fastai's default first. */
    rules: RuleInfo[];
    /** What `smoothing.kind` may be, the default first. */
    smoothers: KindInfo[];
    /** What `stop.against` may be, the default first, and `never`, which is a `stop` by itself. */
    stops: KindInfo[];
}

/** A rule that reads a rate from a curve. */
export interface RuleInfo {
    /** Its name in a request. */
    name: string;
    /** The library that ships it. */
    system: string;
    /** Its name for people. */
    title: string;
    /** What it takes for the answer, what it assumes and when it fails. */
    sentence: string;
}

/** A data set, as a person reads about it. */
export interface DatasetInfo {
    /** Name in an experiment's `data.name`. */
    name: string;
    /** Name for people. */
    title: string;
    /** Number of rows; of a synthetic set, where no number is asked for. */
    rows: number;
    /** Number of features. */
    features: number;
    /** What a row is: its number of features, or the height, width and channels of an image. */
    inputShape: number[];
    /** Number of classes; 0 for regression. */
    classes: number;
    /** `classification` or `regression`. */
    task: string;
    /** One sentence. */
    description: string;
    /** Source and licence. */
    licence: string;
    /** Whether it is computed, from the seed. */
    synthetic: boolean;
    /** Whether its rows are here. If not, `rows` is 0: give its files to `provideData` first. */
    provided: boolean;
    /**
     * What an experiment's `data` may set besides: `samples` and `noise` of a synthetic set, `classes` where there
     * are more than two.
     */
    fields: FieldInfo[];
}

/** What a link says, and what of it was not taken at its word. */
export interface DecodedLink {
    /** The configuration, with everything that the defaults of the link's version fill in. */
    config: LinkConfig & { experiment: Experiment; finder: FinderOptions; ui: LinkUi & { steps: number } };
    /** Sentences for the reader, none for a link that encodeLink made. */
    notes: string[];
}

/** The whole state of a page: what a link can say. What is left out is as in version 1 of the defaults. */
export interface LinkConfig {
    /** What is on the page; default the page's own. */
    view?: "finder" | "truth" | "schedule" | "train" | "compare" | "full";
    /**
     * The experiment. A table of the user's own does not travel: `ui.own` names it, and the default set takes its
     * place.
     */
    experiment?: Experiment;
    /** The range test. */
    finder?: FinderOptions;
    /** The rate over time; default constant at `ui.lr`, and absent where neither is known. */
    schedule?: Schedule;
    /** The rest. */
    ui?: LinkUi;
}

/** What a link says of the page. */
export interface LinkUi {
    /** The starting point whose differences the link says; default none, which is version 1's. */
    preset?: "document-000" | "document-001" | "document-003";
    /** The lesson that is open: small letters, digits and hyphens. */
    lesson?: string;
    /**
     * Whose answer is picked: `answer`, the best there is at the moment, `sweep`, `race`, `truth`, or a rule of the
     * catalog.
     */
    rule?: string;
    /** The picked rate; default what the rule says. */
    lr?: number;
    /** Optimizer steps of a training run; default 400. */
    steps?: number;
    /** Up to three runs to compare with. */
    runs?: LinkRun[];
    /** Seeds of the band and of the truth; default 8. */
    seeds?: number;
    /** What another seed of the band changes; default `both`. */
    vary?: "weights" | "order" | "both";
    /** The edge of stability in the finder's figure; default true. */
    edge?: boolean;
    /** Number of rates that are trained for the truth; default 20. */
    rates?: number;
    /** How those rates are chosen; default `grid`. */
    search?: "grid" | "random";
    /** The parts that are shown; default all of the view. */
    show?: ("headline" | "settings" | "finder" | "truth" | "band" | "edge" | "rules" | "schedule" | "loss" | "surface" | "table" | "code" | "export")[];
    /** The keys of a link that the reader cannot change, or `all`. */
    lock?: string[];
    /** Whether the finder starts by itself; default `visible`. */
    autorun?: "no" | "visible" | "yes";
    /** Colours; default the system's. */
    theme?: "light" | "dark";
    /** Language of the texts, as in BCP 47. */
    lang?: string;
    /** Height in CSS pixels. */
    height?: number | "auto";
    /** What computes; default the lab's choice. */
    backend?: "cpu" | "gpu";
    /** A title above the lab, of at most 200 characters. */
    title?: string;
    /** What was the maker's own and is not in the link. */
    own?: ("data" | "model" | "weights" | "schedule" | "runs")[];
}

/** A run to compare with. */
export interface LinkRun {
    /** Its rate. */
    lr: number;
    /** The rate over time; default constant. */
    schedule?: Schedule;
}
