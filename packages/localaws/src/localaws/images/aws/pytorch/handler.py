"""What serves a PyTorch model where the user's module has no function for it, as in AWS's image."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from sagemaker_inference import content_types, decoder, encoder, errors, utils
from sagemaker_inference.default_inference_handler import DefaultInferenceHandler

FILE = "model.pt"


class ModelLoadError(Exception):
    """The model's file is no TorchScript."""


class Handler(DefaultInferenceHandler):  # type: ignore[misc, unused-ignore]
    """The defaults: a model in TorchScript, tensors from JSON, CSV and NPY."""

    def default_model_fn(self, model_dir: str, context: Any = None) -> Any:
        """The model in ``model.pt``, or in the only file of that kind."""
        file = Path(model_dir, FILE)
        if not file.exists():
            found = sorted(f.name for f in Path(model_dir).glob("*") if f.suffix in (".pt", ".pth"))
            if len(found) != 1:
                raise ValueError(
                    f"Exactly one .pth or .pt file is required for PyTorch models: {found}"
                )
            file = Path(model_dir, found[0])
        try:
            model = torch.jit.load(str(file), map_location=_device())
        except RuntimeError as error:
            raise ModelLoadError(
                f"Failed to load {file}. Please ensure model is saved using torchscript."
            ) from error
        return model.to(_device())

    def default_input_fn(self, input_data: Any, content_type: str, context: Any = None) -> Any:
        """A tensor, of 32-bit numbers where the request is a text."""
        array = decoder.decode(input_data, content_type)
        is_text = content_type in content_types.UTF8_TYPES
        tensor = torch.FloatTensor(array) if is_text else torch.from_numpy(array)
        return tensor.to(_device())

    def default_predict_fn(self, data: Any, model: Any, context: Any = None) -> Any:
        """What the model says, on the device that there is."""
        model = model.to(_device())
        model.eval()
        with torch.no_grad():
            return model(data.to(_device()))

    def default_output_fn(self, prediction: Any, accept: str, context: Any = None) -> Any:
        """The prediction in the first of the accepted types that can be written."""
        plain = (
            prediction.detach().cpu().numpy()
            if isinstance(prediction, torch.Tensor)
            else prediction
        )
        for kind in utils.parse_accept(accept):
            if kind in encoder.SUPPORTED_CONTENT_TYPES:
                return encoder.encode(plain.tolist() if hasattr(plain, "tolist") else plain, kind)
        raise errors.UnsupportedFormatError(accept)


def _device() -> Any:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
