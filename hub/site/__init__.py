"""The site as a whole: built, finished, kept for use without network, served."""
