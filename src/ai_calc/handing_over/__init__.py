"""What leaves a calculator as a file: documents as HTML, plain text and ``.docx``."""
