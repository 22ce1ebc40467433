"""Every hyperparameter of Linear Learner: its legal values, and what it is where the job does not say.

Legal values are those of the developer guide's ``ll_hyperparameters`` and of the SageMaker SDK's ``LinearLearner``;
the defaults are those that a published log of AWS's image prints.
"""

from __future__ import annotations

from built_in.hyperparameters import Hyperparameter
from built_in.values import Boolean, OrWord, auto, choice, real, whole

BINARY, MULTICLASS, REGRESSOR = "binary_classifier", "multiclass_classifier", "regressor"
CRITERIA = (
    "accuracy", "f_beta", "f1", "precision_at_target_recall", "recall_at_target_precision",
    "cross_entropy_loss", "loss_function",
)  # fmt: skip
LOSSES_OF = {  # the first is what auto means
    BINARY: ("logistic", "hinge_loss"),
    MULTICLASS: ("softmax_loss",),
    REGRESSOR: (
        "squared_loss", "absolute_loss", "eps_insensitive_squared_loss",
        "eps_insensitive_absolute_loss", "quantile_loss", "huber_loss",
    ),
}  # fmt: skip
LOSSES = tuple(loss for losses in LOSSES_OF.values() for loss in losses)

_POSITIVE, _NOT_NEGATIVE = real(above=0), real(0)
_COUNT, _FRACTION = whole(1), real(above=0, below=1)
_DECAY = real(0, below=1)
_AUTO_BOOLEAN = auto(Boolean())

TABLE = {
    # What is learnt
    "predictor_type": Hyperparameter(choice(BINARY, MULTICLASS, REGRESSOR)),
    "num_classes": Hyperparameter(whole(1, 1_000_000), "1"),
    "feature_dim": Hyperparameter(auto(_COUNT), "auto"),
    "loss": Hyperparameter(auto(choice(*LOSSES)), "auto"),
    "margin": Hyperparameter(_NOT_NEGATIVE, "1.0"),
    "quantile": Hyperparameter(_FRACTION, "0.5"),
    "loss_insensitivity": Hyperparameter(_POSITIVE, "0.01"),
    "huber_delta": Hyperparameter(_NOT_NEGATIVE, "1.0"),
    "use_bias": Hyperparameter(Boolean(), "true"),
    "wd": Hyperparameter(auto(_NOT_NEGATIVE), "auto"),
    "l1": Hyperparameter(auto(_NOT_NEGATIVE), "auto"),
    "bias_wd_mult": Hyperparameter(auto(_NOT_NEGATIVE), "auto"),
    "positive_example_weight_mult": Hyperparameter(auto(OrWord("balanced", _POSITIVE)), "1.0"),
    "balance_multiclass_weights": Hyperparameter(Boolean(), "false"),
    # What the data are made into first
    "normalize_data": Hyperparameter(_AUTO_BOOLEAN, "true"),
    "normalize_label": Hyperparameter(_AUTO_BOOLEAN, "auto"),
    "unbias_data": Hyperparameter(_AUTO_BOOLEAN, "auto"),
    "unbias_label": Hyperparameter(_AUTO_BOOLEAN, "auto"),
    "num_point_for_scaler": Hyperparameter(_COUNT, "10000"),
    # How it is learnt
    "num_models": Hyperparameter(auto(_COUNT), "auto"),
    "epochs": Hyperparameter(_COUNT, "15"),
    "mini_batch_size": Hyperparameter(_COUNT, "1000"),
    "early_stopping_patience": Hyperparameter(_COUNT, "3"),
    "early_stopping_tolerance": Hyperparameter(_POSITIVE, "0.001"),
    "optimizer": Hyperparameter(auto(choice("sgd", "adam", "rmsprop")), "auto"),
    "learning_rate": Hyperparameter(auto(_POSITIVE), "auto"),
    "bias_lr_mult": Hyperparameter(auto(_POSITIVE), "auto"),
    "momentum": Hyperparameter(auto(_DECAY), "auto"),
    "beta_1": Hyperparameter(auto(_DECAY), "auto"),
    "beta_2": Hyperparameter(auto(_DECAY), "auto"),
    "use_lr_scheduler": Hyperparameter(Boolean(), "true"),
    "lr_scheduler_step": Hyperparameter(auto(_COUNT), "auto"),
    "lr_scheduler_factor": Hyperparameter(auto(_FRACTION), "auto"),
    "lr_scheduler_minimum_lr": Hyperparameter(auto(_POSITIVE), "auto"),
    "init_method": Hyperparameter(choice("uniform", "normal"), "uniform"),
    "init_scale": Hyperparameter(_POSITIVE, "0.07"),
    "init_sigma": Hyperparameter(_POSITIVE, "0.01"),
    "init_bias": Hyperparameter(real(), "0.0"),
    # How the best model and its threshold are chosen
    "binary_classifier_model_selection_criteria": Hyperparameter(choice(*CRITERIA), "accuracy"),
    "num_calibration_samples": Hyperparameter(auto(_COUNT), "10000000"),
    "target_recall": Hyperparameter(_FRACTION, "0.8"),
    "target_precision": Hyperparameter(_FRACTION, "0.8"),
    "f_beta": Hyperparameter(_POSITIVE, "1.0"),
    "accuracy_top_k": Hyperparameter(_COUNT, "3"),
}
