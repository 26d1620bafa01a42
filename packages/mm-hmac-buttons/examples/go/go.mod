module example.com/post-buttons

go 1.19
