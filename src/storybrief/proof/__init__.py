"""Is the published site true? Two proofs that know nothing of each other.

compare.py   every file is byte for byte what the build makes of briefs/ once more: nobody changed anything since
prove.py     what a reader sees on the pages is word for word in the sources, read anew from their bytes: the HTML and the
             sources alone, and nothing that the build worked with, no brief, no claim, no statement
"""
