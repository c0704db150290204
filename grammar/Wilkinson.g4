/*
 * The formula language of Tilde on one page. Rule order is precedence, loosest first: R's levels.
 *
 * One grammar of expressions serves two readings of the same tree. At the top and inside plain parentheses an
 * expression is term algebra (Wilkinson & Rogers 1973, Applied Statistics 22, 392-399); inside the arguments of a
 * call and inside braces it is arithmetic. The grammar is generous on purpose: what makes no sense in the reading at
 * hand is refused later, with a sentence that knows what was meant.
 */
grammar Wilkinson;

@header {
/** Generated from grammar/Wilkinson.g4. Do not use. */
}

tokens { INVERT }   // a tilde before an operand inside a call: Python's not

formula : or? ( TILDE or? )* EOF ;

or      : and ( ( BAR | BAR2 ) and )* ;                 // parts of a formula; in arithmetic: logical or
and     : not ( ( AMP | AMP2 ) not )* ;                 // arithmetic
not     : BANG not | comparison ;                       // arithmetic
comparison : sum ( ( LT | LE | GT | GE | EQ | NE ) sum )* ;
sum     : product ( ( PLUS | MINUS ) product )* ;       // union and removal of terms
product : inside ( ( STAR | SLASH | PERCENT | SLASH2 ) inside )* ;   // crossing, nesting
inside  : interaction ( ( IN | MOD | DIV ) interaction )* ;
interaction : prefix ( COLON prefix )* ;
prefix  : ( MINUS | PLUS | INVERT ) prefix | power ;
power   : atom ( ( HAT | STAR2 ) prefix )? ;
atom    : NAME ( LPAREN ( argument ( COMMA argument )* COMMA? )? RPAREN )?   // a column, or a call
        | NUMBER
        | STRING
        | BACKTICK
        | DOT
        | LPAREN item ( COMMA item )* COMMA? RPAREN
        | LBRACE or RBRACE
        | LBRACKET ( item ( COMMA item )* COMMA? )? RBRACKET
        ;
argument : NAME ASSIGN or | or ;
item     : or ( TILDE or )* | ( TILDE or )+ ;

STAR2 : '**' ;  STAR : '*' ;  BAR2 : '||' ;  BAR : '|' ;  AMP2 : '&&' ;  AMP : '&' ;
SLASH2 : '//' ;  SLASH : '/' ;  IN : '%in%' ;  MOD : '%%' ;  DIV : '%/%' ;  PERCENT : '%' ;
LE : '<=' ;  GE : '>=' ;  EQ : '==' ;  NE : '!=' ;  LT : '<' ;  GT : '>' ;  BANG : '!' ;  ASSIGN : '=' ;
TILDE : '~' ;  PLUS : '+' ;  MINUS : '-' ;  COLON : ':' ;  HAT : '^' ;  COMMA : ',' ;
LPAREN : '(' ;  RPAREN : ')' ;  LBRACE : '{' ;  RBRACE : '}' ;  LBRACKET : '[' ;  RBRACKET : ']' ;

NUMBER   : ( ( DIGIT+ ( '.' DIGIT* )? | '.' DIGIT+ ) ( [eE] [+-]? DIGIT+ )? | '0' [xX] [0-9a-fA-F]+ ) 'L'? ;
NAME     : ( [\p{L}_] | '.'+ [\p{L}_] ) [\p{L}\p{M}\p{N}_.]* ;
DOT      : '.' ;
STRING   : '"' ( ~["\\] | '\\' . )* '"' | '\'' ( ~['\\] | '\\' . )* '\'' ;
BACKTICK : '`' ( ~[`\\] | '\\' . )* '`' ;
BLANK    : [\p{White_Space}]+ -> skip ;
UNCLOSED : '"' ( ~["\\] | '\\' . )* | '\'' ( ~['\\] | '\\' . )* | '`' ( ~[`\\] | '\\' . )* ;
ODD      : . ;                                          // nothing reaches ANTLR's own error output

fragment DIGIT : [0-9] ;
