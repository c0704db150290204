grammar Wilkinson;
x : A ; A : 'a' ;
