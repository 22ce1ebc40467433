"""A small transformer that tells praise from complaint, made from scratch: SageMaker's image of Hugging Face runs it.

No hub is asked: the vocabulary is that of the rows to train on.
"""

import argparse
import csv
import os
from pathlib import Path

import torch
from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--learning_rate", type=float, default=0.003)
    parser.add_argument("--train", type=Path, default=os.environ.get("SM_CHANNEL_TRAIN"))
    parser.add_argument("--model-dir", type=Path, default=os.environ.get("SM_MODEL_DIR"))
    options = parser.parse_args()
    torch.manual_seed(13)

    with (options.train / "reviews.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    names = sorted({row["label"] for row in rows})
    words = sorted({word for row in rows for word in row["text"].split()})
    vocabulary = Path("vocab.txt")
    vocabulary.write_text("\n".join([*SPECIAL, *words]))
    tokenizer = BertTokenizerFast(str(vocabulary))

    small = BertConfig(
        vocab_size=len(SPECIAL) + len(words),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        id2label=dict(enumerate(names)),
        label2id={name: number for number, name in enumerate(names)},
    )
    model = BertForSequenceClassification(small)
    batch = tokenizer([row["text"] for row in rows], padding=True, return_tensors="pt")
    labels = torch.tensor([names.index(row["label"]) for row in rows])
    optimizer = torch.optim.Adam(model.parameters(), options.learning_rate)
    for _ in range(options.epochs):
        out = model(**batch, labels=labels)
        optimizer.zero_grad()
        out.loss.backward()
        optimizer.step()
    right = (out.logits.argmax(1) == labels).float().mean().item()
    print(f"loss={out.loss.item():.4f}; accuracy={right:.4f};")
    model.save_pretrained(options.model_dir)
    tokenizer.save_pretrained(options.model_dir)
