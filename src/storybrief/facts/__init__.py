"""Which figures and times does an article give?"""
