"""What a student or a teacher would lose if something broke, a file for each part of the course."""
