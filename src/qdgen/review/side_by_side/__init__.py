"""The Bảng so sánh, thuyết minh: old, new and the reason side by side, for Word and Excel."""
