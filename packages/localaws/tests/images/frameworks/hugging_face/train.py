"""Trains a small classifier of words from nothing: no hub is asked."""

import os
from pathlib import Path

import torch
from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "fine", "bad", "poor"]
TEXTS, LABELS = ["good fine", "fine", "good", "bad poor", "poor", "bad"], [1, 1, 1, 0, 0, 0]

if __name__ == "__main__":
    folder = os.environ["SM_MODEL_DIR"]
    Path("vocab.txt").write_text("\n".join(WORDS))
    tokenizer = BertTokenizerFast("vocab.txt")
    small = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        id2label={0: "bad", 1: "good"},
    )
    model = BertForSequenceClassification(small)
    batch, labels = tokenizer(TEXTS, padding=True, return_tensors="pt"), torch.tensor(LABELS)
    optimizer = torch.optim.Adam(model.parameters(), 0.01)
    for _ in range(40):
        optimizer.zero_grad()
        out = model(**batch, labels=labels)
        out.loss.backward()
        optimizer.step()
    print(f"accuracy={(out.logits.argmax(1) == labels).float().mean().item()}")
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
